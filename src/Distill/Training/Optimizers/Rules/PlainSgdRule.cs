using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Distill.Training.Optimizers.Rules;

/// <summary>w ← w − rate·g.</summary>
internal readonly struct PlainSgdRule(UpdateSettings settings) : IUpdateRule
{
    private readonly float rate = (float)settings.Rate;
    private readonly float decay = (float)settings.WeightDecay;
    private readonly float scale = settings.GradientScale;

    public static int States => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> weights, Vector512<float> gradient, ref Vector512<float> state1, ref Vector512<float> state2) =>
        weights - (gradient * scale + weights * decay) * rate;
}
