using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Distill.Training.Optimizers.Rules;

/// <summary>v ← μ·v + g; w ← w − rate·v.</summary>
internal readonly struct MomentumRule(UpdateSettings settings, float momentum) : IUpdateRule
{
    private readonly float rate = (float)settings.Rate;
    private readonly float decay = (float)settings.WeightDecay;
    private readonly float scale = settings.GradientScale;

    public static int States => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> weights, Vector512<float> gradient, ref Vector512<float> state1, ref Vector512<float> state2)
    {
        state1 = state1 * momentum + (gradient * scale + weights * decay);
        return weights - state1 * rate;
    }
}
