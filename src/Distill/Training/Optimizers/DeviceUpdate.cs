using Distill.Training.Optimizers.Rules;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Training.Optimizers;

/// <summary>
/// The update rules as operations of libtorch, for weights that are not in the computer's own memory. They compute what
/// <see cref="FusedUpdate"/> computes, to rounding.
/// </summary>
internal static class DeviceUpdate
{
    /// <summary>Changes one parameter, its state and its working copy.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Of its working copy.</param>
    /// <param name="optimizer">Which rule.</param>
    /// <param name="settings">What it needs to know.</param>
    /// <param name="maxNorm">The largest squared norm of the weights into a unit, where it is limited.</param>
    public static void Run(TrainedParameter parameter, Tensor gradient, OptimizerOptions optimizer, in UpdateSettings settings, double? maxNorm)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor[] changed = [parameter.Master, .. parameter.States];
        Tensor[] before = parameter.IsTable ? [.. changed.Select(tensor => tensor.clone())] : [];
        optimizer.Update(parameter.Master, gradient, parameter.States, settings);
        if (parameter.IsTable)
        {
            // Rows that no example of the batch has stay as they are: no state fades and no weight decays.
            using Scalar nothing = 0;
            var named = gradient.ne(nothing).any(1, keepdim: true);
            Array.ForEach([.. changed.Zip(before)], pair => pair.First.copy_(where(named, pair.First, pair.Second)));
        }

        if (parameter.IsLimited)
        {
            Limit(parameter.Master, maxNorm!.Value);
        }

        if (!ReferenceEquals(parameter.Working, parameter.Master))
        {
            parameter.Working.copy_(parameter.Master);
        }
    }

    /// <summary>Adam, or AdamW where decay is kept apart.</summary>
    public static void Adam(
        Tensor weights, Tensor gradient, IReadOnlyList<Tensor> states, in UpdateSettings settings, double beta1, double beta2, double epsilon, bool decoupled)
    {
        var g = Scaled(weights, gradient, settings, decoupled ? 0 : settings.WeightDecay);
        states[0].Add(g.sub(states[0]).MultiplyBy(1 - beta1));
        states[1].MultiplyBy(beta2).Add(g.mul(g).MultiplyBy(1 - beta2));
        var denominator = states[1].sqrt().MultiplyBy(1 / Math.Sqrt(1 - Math.Pow(beta2, settings.Step))).Add(epsilon);
        if (decoupled)
        {
            weights.MultiplyBy(1 - (settings.Rate * settings.WeightDecay));
        }

        weights.sub_(states[0].div(denominator).MultiplyBy(settings.Rate / (1 - Math.Pow(beta1, settings.Step))));
    }

    /// <summary>Stochastic gradient descent, with momentum where there is a state for it.</summary>
    public static void Sgd(Tensor weights, Tensor gradient, IReadOnlyList<Tensor> states, in UpdateSettings settings, double momentum, bool looksAhead)
    {
        var g = Scaled(weights, gradient, settings, settings.WeightDecay);
        if (states.Count > 0)
        {
            states[0].MultiplyBy(momentum).Add(g);
            g = looksAhead ? g.Plus(states[0], momentum) : states[0];
        }

        weights.sub_(g.Times(settings.Rate));
    }

    /// <summary>The sum of the squares of a gradient's numbers.</summary>
    public static double SumOfSquares(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var numbers = gradient.to(ScalarType.Float32);
        return numbers.mul(numbers).sum().cpu().item<float>();
    }

    private static void Limit(Tensor weights, double limit)
    {
        var rows = weights.flatten(1);
        var squared = rows.mul(rows).sum(1);
        var factors = TensorArithmetic.Filled(squared.shape, limit, squared.dtype, squared.device).div(squared).Within(0, 1).sqrt();
        weights.mul_(factors.view([weights.shape[0], .. Enumerable.Repeat(1L, (int)weights.dim() - 1)]));
    }

    private static Tensor Scaled(Tensor weights, Tensor gradient, in UpdateSettings settings, double decay)
    {
        var g = gradient.to(ScalarType.Float32).Times(settings.GradientScale);
        return decay == 0 ? g : g.Plus(weights, decay);
    }
}
