namespace Distill.Files;

/// <summary>Where one tensor lies in a safetensors file.</summary>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The sizes of its dimensions; empty for a scalar.</param>
/// <param name="Offset">Its first byte, counted from the first byte after the header.</param>
/// <param name="Length">Its length in bytes.</param>
internal sealed record TensorEntry(TensorType Type, IReadOnlyList<long> Shape, long Offset, long Length);
