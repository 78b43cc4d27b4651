using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Distill.Training.Optimizers.Rules;

/// <summary>
/// One pass over a parameter that reads gradient, state and master weights and writes state, master weights and the
/// bf16 copy: each byte crosses the memory bus once. Every element is computed alone and without fused
/// multiply-adds, so results depend neither on the machine's vectors nor on how a parameter is cut into parts.
/// </summary>
internal static class FusedUpdate
{
    private const int Lanes = 16;

    public static void Run<TRule>(TRule rule, in ParameterSlice slice)
        where TRule : struct, IUpdateRule
    {
        var whole = slice.Weights.Length - slice.Weights.Length % Lanes;
        RunWhole(rule, slice.Part(0, whole));
        if (whole < slice.Weights.Length)
        {
            RunPadded(rule, slice.Part(whole, slice.Weights.Length - whole));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunWhole<TRule>(TRule rule, in ParameterSlice slice)
        where TRule : struct, IUpdateRule
    {
        ref var weights = ref MemoryMarshal.GetReference(slice.Weights);
        ref var gradient = ref MemoryMarshal.GetReference(slice.Gradient);
        ref var bf16Gradient = ref MemoryMarshal.GetReference(slice.Bf16Gradient);
        ref var state1 = ref MemoryMarshal.GetReference(slice.State1);
        ref var state2 = ref MemoryMarshal.GetReference(slice.State2);
        ref var working = ref MemoryMarshal.GetReference(slice.Working);
        var inBf16 = !slice.Bf16Gradient.IsEmpty;
        var inF32 = !slice.Gradient.IsEmpty;
        var hasWorking = !slice.Working.IsEmpty;
        var count = (nuint)slice.Weights.Length;
        for (nuint at = 0; at < count; at += Lanes)
        {
            var g = inF32 ? Vector512.LoadUnsafe(ref gradient, at)
                : inBf16 ? Bf16.Widen(Vector256.LoadUnsafe(ref bf16Gradient, at))
                : default;
            var s1 = TRule.States > 0 ? Vector512.LoadUnsafe(ref state1, at) : default;
            var s2 = TRule.States > 1 ? Vector512.LoadUnsafe(ref state2, at) : default;
            var w = rule.Apply(Vector512.LoadUnsafe(ref weights, at), g, ref s1, ref s2);
            w.StoreUnsafe(ref weights, at);
            if (TRule.States > 0)
            {
                s1.StoreUnsafe(ref state1, at);
            }

            if (TRule.States > 1)
            {
                s2.StoreUnsafe(ref state2, at);
            }

            if (hasWorking)
            {
                Bf16.Narrow(w).StoreUnsafe(ref working, at);
            }
        }
    }

    private static void RunPadded<TRule>(TRule rule, in ParameterSlice slice)
        where TRule : struct, IUpdateRule
    {
        var count = slice.Weights.Length;
        var padded = new ParameterSlice
        {
            Weights = stackalloc float[Lanes],
            Gradient = slice.Gradient.IsEmpty ? default : stackalloc float[Lanes],
            Bf16Gradient = slice.Bf16Gradient.IsEmpty ? default : stackalloc ushort[Lanes],
            State1 = slice.State1.IsEmpty ? default : stackalloc float[Lanes],
            State2 = slice.State2.IsEmpty ? default : stackalloc float[Lanes],
            Working = slice.Working.IsEmpty ? default : stackalloc ushort[Lanes],
        };
        slice.Weights.CopyTo(padded.Weights);
        slice.Gradient.CopyTo(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(padded.Gradient), padded.Gradient.Length));
        slice.Bf16Gradient.CopyTo(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(padded.Bf16Gradient), padded.Bf16Gradient.Length));
        slice.State1.CopyTo(padded.State1);
        slice.State2.CopyTo(padded.State2);
        RunWhole(rule, padded);
        padded.Weights[..count].CopyTo(slice.Weights);
        padded.State1[..slice.State1.Length].CopyTo(slice.State1);
        padded.State2[..slice.State2.Length].CopyTo(slice.State2);
        padded.Working[..slice.Working.Length].CopyTo(slice.Working);
    }
}
