namespace Distill.Teachers.Foreign;

/// <summary>A place of a model's file that names its classes, or seems to.</summary>
/// <param name="Place">For messages, for example "'names' of its metadata".</param>
/// <param name="Names">The names in the order of the outputs; null where they could not be read.</param>
internal sealed record NamedClasses(string Place, IReadOnlyList<string>? Names);
