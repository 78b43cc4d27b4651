using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Distill;

/// <summary>A tensor's numbers in managed memory.</summary>
internal static class TensorCopy
{
    /// <summary>
    /// The numbers, row by row, from whatever device. One copy of its bytes: TorchSharp's own accessor walks element by element, which takes many
    /// times as long.
    /// </summary>
    /// <typeparam name="T">The type of its numbers.</typeparam>
    public static T[] Copied<T>(this Tensor tensor)
        where T : unmanaged
    {
        using var here = tensor.cpu();
        using var dense = here.contiguous();
        return MemoryMarshal.Cast<byte, T>(dense.bytes).ToArray();
    }
}
