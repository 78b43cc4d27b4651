namespace Distill.TorchScript.Archive;

/// <summary>One file in an archive.</summary>
/// <param name="Name">Its path there.</param>
/// <param name="IsDeflated">Whether its bytes are compressed; else they lie there as they are.</param>
/// <param name="Header">Where its own header begins.</param>
/// <param name="Start">Its first byte in the archive.</param>
/// <param name="Packed">How many bytes it takes there.</param>
/// <param name="Length">How many bytes it has.</param>
internal sealed record ZipEntry(string Name, bool IsDeflated, long Header, long Start, long Packed, long Length);
