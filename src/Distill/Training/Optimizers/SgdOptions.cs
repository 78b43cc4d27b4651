using Distill.Training.Optimizers.Rules;
using static TorchSharp.torch;

namespace Distill.Training.Optimizers;

/// <summary>Stochastic gradient descent: v ← μ·v + g, w ← w − rate·v, as in PyTorch (no dampening).</summary>
public sealed record SgdOptions : OptimizerOptions
{
    /// <summary>μ, 0 to less than 1; default 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Looks ahead: w ← w − rate·(g + μ·v). Needs momentum. Default false.</summary>
    public bool Nesterov { get; init; }

    internal override IReadOnlyList<string> StateNames => Momentum == 0 ? [] : ["velocity"];

    internal override IEnumerable<string> Problems()
    {
        if (Momentum is not (>= 0 and < 1))
        {
            yield return $"optimizer.momentum is {Momentum}; expected 0 to less than 1";
        }

        if (Nesterov && Momentum == 0)
        {
            yield return "optimizer.nesterov is true without momentum; set optimizer.momentum, for example to 0.9";
        }
    }

    internal override void Update(in ParameterSlice slice, in UpdateSettings settings)
    {
        if (Momentum == 0)
        {
            FusedUpdate.Run(new PlainSgdRule(settings), slice);
        }
        else if (Nesterov)
        {
            FusedUpdate.Run(new NesterovRule(settings, (float)Momentum), slice);
        }
        else
        {
            FusedUpdate.Run(new MomentumRule(settings, (float)Momentum), slice);
        }
    }

    internal override void Update(Tensor weights, Tensor gradient, IReadOnlyList<Tensor> states, in UpdateSettings settings) =>
        DeviceUpdate.Sgd(weights, gradient, states, settings, Momentum, Nesterov);
}
