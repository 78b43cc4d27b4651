namespace Distill.Studio.Classes;

/// <summary>Whose confusions are looked at.</summary>
/// <param name="Models">One model, or several that are averaged.</param>
/// <param name="Clusters">Into how many clusters the classes are brought; null for a number that suits theirs.</param>
/// <param name="Specialists">A model of specialists whose classes are shown over the map; null for none.</param>
/// <param name="First">One class of a pair, by its number in the data; null for the map of all.</param>
/// <param name="Second">The other, or the same.</param>
internal sealed record ClassesBody(IReadOnlyList<string> Models, int? Clusters = null, string? Specialists = null, int? First = null, int? Second = null);
