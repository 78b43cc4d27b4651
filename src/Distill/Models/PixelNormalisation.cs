using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Distill.Libtorch;
using static TorchSharp.torch;

namespace Distill.Models;

/// <summary>
/// Bytes to normalised f32 or bf16 in one pass, x·factor − shift, with the bits that libtorch gives in four: there, a
/// batch of digits costs a thirtieth of a whole training step in bf16.
/// </summary>
internal static class PixelNormalisation
{
    private const int Lanes = 16;

    /// <summary>Whether there are whole vectors to work on.</summary>
    public static bool Serves(Tensor raw, int planes) =>
        raw.IsOnCpu() && raw.dtype == ScalarType.Byte && raw.is_contiguous() && planes > 0 && raw.numel() / planes >= Lanes;

    /// <summary>Normalises planes of pixels that lie one after another.</summary>
    /// <param name="raw">uint8, contiguous.</param>
    /// <param name="planes">How many planes of equal size there are.</param>
    /// <param name="factors">For plane i the number at i modulo their count.</param>
    /// <param name="shifts">As many.</param>
    /// <param name="type">Float32 or bfloat16.</param>
    public static Tensor Apply(Tensor raw, int planes, float[] factors, float[] shifts, ScalarType type)
    {
        var result = empty(raw.shape, type);
        LibtorchThreads.Run((thread, threads) =>
        {
            var size = (int)(raw.numel() / planes);
            var pixels = raw.bytes;
            var output = result.bytes;
            var width = output.Length / pixels.Length;
            var end = (int)((long)planes * (thread + 1) / threads);
            for (var plane = (int)((long)planes * thread / threads); plane < end; plane++)
            {
                var (factor, shift) = (factors[plane % factors.Length], shifts[plane % shifts.Length]);
                var source = pixels.Slice(plane * size, size);
                var target = output.Slice(plane * size * width, size * width);
                if (type == ScalarType.BFloat16)
                {
                    ToBf16(source, MemoryMarshal.Cast<byte, ushort>(target), factor, shift);
                }
                else
                {
                    ToFloat(source, MemoryMarshal.Cast<byte, float>(target), factor, shift);
                }
            }
        });
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToBf16(ReadOnlySpan<byte> pixels, Span<ushort> target, float factor, float shift)
    {
        ref var source = ref MemoryMarshal.GetReference(pixels);
        ref var first = ref MemoryMarshal.GetReference(target);
        for (var at = 0; at < pixels.Length; at = Next(at, pixels.Length))
        {
            Bf16.Narrow(Normalised(ref source, at, factor, shift)).StoreUnsafe(ref first, (nuint)at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToFloat(ReadOnlySpan<byte> pixels, Span<float> target, float factor, float shift)
    {
        ref var source = ref MemoryMarshal.GetReference(pixels);
        ref var first = ref MemoryMarshal.GetReference(target);
        for (var at = 0; at < pixels.Length; at = Next(at, pixels.Length))
        {
            Normalised(ref source, at, factor, shift).StoreUnsafe(ref first, (nuint)at);
        }
    }

    // The last vector overlaps the one before it where the plane is not a whole number of them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Next(int at, int length) =>
        at + Lanes < length ? Math.Min(at + Lanes, length - Lanes) : length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Normalised(ref byte source, int at, float factor, float shift) =>
        (Vector512.ConvertToSingle(Widen(Vector128.LoadUnsafe(ref source, (nuint)at))) * factor) - Vector512.Create(shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Widen(Vector128<byte> pixels)
    {
        if (Avx512F.IsSupported)
        {
            return Avx512F.ConvertToVector512Int32(pixels);
        }

        var (low, high) = Vector128.Widen(pixels);
        var (first, second) = Vector128.Widen(low);
        var (third, fourth) = Vector128.Widen(high);
        return Vector512.Create(Vector256.Create(first, second), Vector256.Create(third, fourth)).AsInt32();
    }
}
