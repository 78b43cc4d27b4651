using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Distill.Training.Optimizers;

/// <summary>Sums of squares in an order that no machine changes: sixteen f32 sums a block, blocks in f64.</summary>
internal static class SumOfSquares
{
    private const int Lanes = 16;
    private const int Block = 4096;

    /// <summary>Of a contiguous tensor in float32 or bfloat16.</summary>
    public static double Of(Tensor tensor) => tensor.dtype == ScalarType.BFloat16
        ? Of(MemoryMarshal.Cast<byte, ushort>(tensor.bytes))
        : Of(MemoryMarshal.Cast<byte, float>(tensor.bytes));

    public static double Of(ReadOnlySpan<float> values)
    {
        var total = 0.0;
        for (; values.Length > 0; values = values[Math.Min(Block, values.Length)..])
        {
            total += OfBlock(values[..Math.Min(Block, values.Length)]);
        }

        return total;
    }

    /// <summary>Of bfloat16 numbers, as bits.</summary>
    public static double Of(ReadOnlySpan<ushort> bits)
    {
        var total = 0.0;
        Span<float> values = stackalloc float[Block];
        for (; bits.Length > 0; bits = bits[Math.Min(Block, bits.Length)..])
        {
            var count = Math.Min(Block, bits.Length);
            Widen(bits[..count], values);
            total += OfBlock(values[..count]);
        }

        return total;
    }

    private static void Widen(ReadOnlySpan<ushort> bits, Span<float> values)
    {
        var at = 0;
        for (; at <= bits.Length - Lanes; at += Lanes)
        {
            Bf16.Widen(Vector256.LoadUnsafe(in MemoryMarshal.GetReference(bits), (nuint)at)).StoreUnsafe(ref MemoryMarshal.GetReference(values), (nuint)at);
        }

        for (; at < bits.Length; at++)
        {
            values[at] = BitConverter.UInt32BitsToSingle((uint)bits[at] << 16);
        }
    }

    private static double OfBlock(ReadOnlySpan<float> values)
    {
        var sums = Vector512<float>.Zero;
        var at = 0;
        for (; at <= values.Length - Lanes; at += Lanes)
        {
            var lanes = Vector512.LoadUnsafe(in MemoryMarshal.GetReference(values), (nuint)at);
            sums += lanes * lanes;
        }

        var total = 0.0;
        for (var lane = 0; lane < Lanes; lane++)
        {
            total += sums[lane];
        }

        for (; at < values.Length; at++)
        {
            total += (double)values[at] * values[at];
        }

        return total;
    }
}
