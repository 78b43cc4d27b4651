using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Distill.Training.Optimizers.Rules;

/// <summary>
/// m ← β₁·m + (1−β₁)·g; v ← β₂·v + (1−β₂)·g²; w ← w − rate·m̂ / (√v̂ + ε), with the bias-corrected m̂ and v̂.
/// </summary>
internal readonly struct AdamRule : IUpdateRule
{
    private readonly float addedDecay;
    private readonly float kept;
    private readonly float scale;
    private readonly float beta2;
    private readonly float new1;
    private readonly float new2;
    private readonly float stepSize;
    private readonly float denominatorScale;
    private readonly float epsilon;

    public AdamRule(UpdateSettings settings, double beta1, double beta2, double epsilon, bool decoupled)
    {
        addedDecay = decoupled ? 0 : (float)settings.WeightDecay;
        kept = decoupled ? (float)(1 - settings.Rate * settings.WeightDecay) : 1;
        scale = settings.GradientScale;
        this.beta2 = (float)beta2;
        new1 = (float)(1 - beta1);
        new2 = (float)(1 - beta2);
        stepSize = (float)(settings.Rate / (1 - Math.Pow(beta1, settings.Step)));
        denominatorScale = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, settings.Step)));
        this.epsilon = (float)epsilon;
    }

    public static int States => 2;

    public static IReadOnlyList<string> StateNames { get; } = ["mean", "meanSquare"];

    public static IEnumerable<string> Problems(double beta1, double beta2, double epsilon)
    {
        if (beta1 is not (>= 0 and < 1))
        {
            yield return $"optimizer.beta1 is {beta1}; expected 0 to less than 1";
        }

        if (beta2 is not (>= 0 and < 1))
        {
            yield return $"optimizer.beta2 is {beta2}; expected 0 to less than 1";
        }

        if (epsilon is not (> 0 and <= 1))
        {
            yield return $"optimizer.epsilon is {epsilon}; expected more than 0, at most 1";
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> weights, Vector512<float> gradient, ref Vector512<float> state1, ref Vector512<float> state2)
    {
        var g = gradient * scale + weights * addedDecay;
        state1 += (g - state1) * new1;
        state2 = state2 * beta2 + g * g * new2;
        var denominator = Vector512.Sqrt(state2) * denominatorScale + Vector512.Create(epsilon);
        return weights * kept - state1 / denominator * stepSize;
    }
}
