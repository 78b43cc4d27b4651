using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Distill.Training.Optimizers.Rules;

/// <summary>w ← factor·w; the gradient is not used.</summary>
internal readonly struct ScaleRule(float factor) : IUpdateRule
{
    public static int States => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> weights, Vector512<float> gradient, ref Vector512<float> state1, ref Vector512<float> state2) =>
        weights * factor;
}
