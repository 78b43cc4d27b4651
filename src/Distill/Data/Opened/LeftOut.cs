namespace Distill.Data;

/// <summary>Files, columns or examples that were not read, all for one reason.</summary>
/// <param name="Reason">Why, for people, for example "no images of a kind that is read".</param>
/// <param name="Count">How many.</param>
/// <param name="First">The name of the first.</param>
public sealed record LeftOut(string Reason, int Count, string First);
