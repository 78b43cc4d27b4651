using Distill.Reports.Markup;

namespace Distill.Reports.Sections;

/// <summary>Students of one kind on one line of a strip.</summary>
/// <param name="Style">Their colour, by number.</param>
/// <param name="Label">What to call them.</param>
/// <param name="Detail">How they were trained, in small.</param>
/// <param name="Errors">Their test errors, one a seed.</param>
/// <param name="Seeds">The seeds, in the same order; null where they are not known.</param>
internal sealed record StripRow(int Style, Html Label, string Detail, SeedErrors Errors, IReadOnlyList<long>? Seeds = null);
