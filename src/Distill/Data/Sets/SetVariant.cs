namespace Distill.Data.Sets;

/// <summary>One way in which a set is distributed; all its files are needed.</summary>
/// <param name="Format">What the files are.</param>
/// <param name="Files">The files, in the order that the format asks for.</param>
internal sealed record SetVariant(SetFormat Format, IReadOnlyList<SetFile> Files);
