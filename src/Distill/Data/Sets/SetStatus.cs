namespace Distill.Data.Sets;

/// <summary>Whether a set is on this machine.</summary>
/// <param name="Set">The set.</param>
/// <param name="Folder">Where all its files are; null when it would have to be fetched. Empty for a built-in set.</param>
/// <param name="Bytes">The size of those files.</param>
/// <param name="Origins">Where it can be fetched from, in the order in which they are tried.</param>
internal sealed record SetStatus(CatalogueSet Set, string? Folder, long Bytes, IReadOnlyList<string> Origins);
