using Distill.Training.Optimizers.Rules;
using static TorchSharp.torch;

namespace Distill.Training.Optimizers;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter): w ← w·(1 − rate·decay) before Adam's step.</summary>
public sealed record AdamWOptions : OptimizerOptions
{
    /// <summary>How much of the mean gradient is kept each step, 0 to less than 1; default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How much of the mean squared gradient is kept each step, 0 to less than 1; default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the denominator. Greater than 0, at most 1; default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    internal override IReadOnlyList<string> StateNames => AdamRule.StateNames;

    internal override IEnumerable<string> Problems() => AdamRule.Problems(Beta1, Beta2, Epsilon);

    internal override void Update(in ParameterSlice slice, in UpdateSettings settings) =>
        FusedUpdate.Run(new AdamRule(settings, Beta1, Beta2, Epsilon, decoupled: true), slice);

    internal override void Update(Tensor weights, Tensor gradient, IReadOnlyList<Tensor> states, in UpdateSettings settings) =>
        DeviceUpdate.Adam(weights, gradient, states, settings, Beta1, Beta2, Epsilon, decoupled: true);
}
