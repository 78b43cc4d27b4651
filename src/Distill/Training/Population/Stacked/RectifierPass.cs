using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Distill.Training.Population;

/// <summary>
/// Biases and rectifiers over [members, units, batch], in one pass each way: forward adds the bias and cuts at 0;
/// backward cuts the gradient where the unit was silent, and sums it up for the bias.
/// </summary>
internal static class RectifierPass
{
    private const int Lanes = 16;

    /// <summary>max(0, sum + bias), in place; NaN stays NaN.</summary>
    /// <param name="sums">[members, units, batch], contiguous, float32 or bfloat16.</param>
    /// <param name="bias">[members, units], contiguous, of the same type.</param>
    /// <returns><paramref name="sums"/>.</returns>
    public static Tensor Forward(Tensor sums, Tensor bias)
    {
        if (sums.dtype == ScalarType.Float32)
        {
            Forward<float, FloatLanes>(sums, bias);
        }
        else
        {
            Forward<ushort, Bf16Lanes>(sums, bias);
        }

        return sums;
    }

    /// <summary>Sets the gradient to 0, in place, where the activation is 0.</summary>
    /// <param name="gradient">[members, units, batch], contiguous, float32 or bfloat16.</param>
    /// <param name="activations">What <see cref="Forward(Tensor, Tensor)"/> gave for them.</param>
    /// <returns>[members, units], float32: the gradient of the biases. The caller disposes it.</returns>
    public static Tensor Backward(Tensor gradient, Tensor activations) => gradient.dtype == ScalarType.Float32
        ? Backward<float, FloatLanes>(gradient, activations)
        : Backward<ushort, Bf16Lanes>(gradient, activations);

    private static void Forward<T, TLanes>(Tensor sums, Tensor bias)
        where T : unmanaged
        where TLanes : INumberLanes<T>
    {
        using var biases = bias.to(ScalarType.Float32);
        var batch = (int)sums.shape[2];
        LibtorchThreads.Run((thread, threads) =>
        {
            var values = Numbers<T>(sums);
            var added = Numbers<float>(biases);
            for (var (unit, end) = Part(added.Length, thread, threads); unit < end; unit++)
            {
                Rectify<T, TLanes>(values.Slice(unit * batch, batch), added[unit]);
            }
        });
    }

    private static Tensor Backward<T, TLanes>(Tensor gradient, Tensor activations)
        where T : unmanaged
        where TLanes : INumberLanes<T>
    {
        var sums = empty(gradient.shape[0], gradient.shape[1], ScalarType.Float32);
        var batch = (int)gradient.shape[2];
        LibtorchThreads.Run((thread, threads) =>
        {
            var values = Numbers<T>(gradient);
            var active = Numbers<T>(activations);
            var biases = Numbers<float>(sums);
            for (var (unit, end) = Part(biases.Length, thread, threads); unit < end; unit++)
            {
                biases[unit] = Cut<T, TLanes>(values.Slice(unit * batch, batch), active.Slice(unit * batch, batch));
            }
        });
        return sums;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rectify<T, TLanes>(Span<T> row, float bias)
        where T : unmanaged
        where TLanes : INumberLanes<T>
    {
        ref var first = ref MemoryMarshal.GetReference(row);
        var whole = row.Length - (row.Length % Lanes);
        for (var at = 0; at < whole; at += Lanes)
        {
            TLanes.Store(Vector512.Max(TLanes.Load(ref first, (nuint)at) + Vector512.Create(bias), Vector512<float>.Zero), ref first, (nuint)at);
        }

        if (whole < row.Length)
        {
            Span<T> padded = stackalloc T[Lanes];
            row[whole..].CopyTo(padded);
            Rectify<T, TLanes>(padded, bias);
            padded[..(row.Length - whole)].CopyTo(row[whole..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Cut<T, TLanes>(Span<T> gradient, ReadOnlySpan<T> activations)
        where T : unmanaged
        where TLanes : INumberLanes<T>
    {
        ref var first = ref MemoryMarshal.GetReference(gradient);
        ref var active = ref MemoryMarshal.GetReference(activations);
        var whole = gradient.Length - (gradient.Length % Lanes);
        var sums = Vector512<float>.Zero;
        for (var at = 0; at < whole; at += Lanes)
        {
            var fires = Vector512.GreaterThan(TLanes.Load(ref active, (nuint)at), Vector512<float>.Zero);
            var cut = TLanes.Load(ref first, (nuint)at) & fires;
            TLanes.Store(cut, ref first, (nuint)at);
            sums += cut;
        }

        var total = Vector512.Sum(sums);
        if (whole < gradient.Length)
        {
            var count = gradient.Length - whole;
            Span<T> padded = stackalloc T[Lanes];
            Span<T> paddedActivations = stackalloc T[Lanes];
            gradient[whole..].CopyTo(padded);
            activations[whole..].CopyTo(paddedActivations);
            total += Cut<T, TLanes>(padded, paddedActivations);
            padded[..count].CopyTo(gradient[whole..]);
        }

        return total;
    }

    private static (int First, int End) Part(int units, int thread, int threads) =>
        ((int)((long)units * thread / threads), (int)((long)units * (thread + 1) / threads));

    private static Span<T> Numbers<T>(Tensor tensor)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.bytes);
}
