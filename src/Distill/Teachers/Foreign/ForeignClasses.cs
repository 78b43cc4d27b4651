namespace Distill.Teachers.Foreign;

/// <summary>The classes that a foreign model tells apart.</summary>
/// <param name="Count">How many.</param>
/// <param name="Names">Their names in the order of the outputs; null where the file does not say them.</param>
public sealed record ForeignClasses(int Count, IReadOnlyList<string>? Names = null);
