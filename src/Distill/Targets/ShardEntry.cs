namespace Distill.Targets;

/// <summary>One file of a store, as the index lists it.</summary>
/// <param name="File">Its name in the store's folder.</param>
/// <param name="Rows">How many examples it holds.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">The SHA-256 of its content, 64 lower-case hexadecimal digits.</param>
internal sealed record ShardEntry(string File, int Rows, long Bytes, string Sha256);
