using static TorchSharp.torch;

namespace Distill.Targets;

/// <summary>
/// Log-probabilities as a store keeps them: less the largest of their row, in f16. f16 rounds to a 2,048th of a number, so
/// the finest steps are those of the most probable classes, and at every temperature a class that counts is kept finely.
/// f16 ends at 65,504, and an infinity would turn a whole row into NaN when it is renormalised, so a class is held to
/// that distance: its probability is below e⁻²⁰ of the best one's at every temperature up to 3,000.
/// </summary>
internal static class TargetEncoding
{
    /// <summary>The farthest below the most probable class that one is stored, in nats.</summary>
    public const double Farthest = 65504;

    /// <summary>
    /// Moves the most probable of each row's classes to 0, which softmax does not see, and holds the others to
    /// <see cref="Farthest"/>. A row without a finite maximum becomes NaN.
    /// </summary>
    /// <param name="logProbabilities">Float32, any shape that ends with the classes; −∞ stands for a probability of 0.</param>
    public static Tensor BelowBest(Tensor logProbabilities)
    {
        using var best = logProbabilities.amax([-1], keepdim: true);
        var values = logProbabilities.sub(best);
        return values.HoldWithin(-Farthest, 0);
    }

    /// <summary>The k most probable classes of each row, and the mass of all the others at each temperature.</summary>
    /// <param name="logProbabilities">Float32 [batch, classes] at <paramref name="valuesTemperature"/>.</param>
    /// <param name="valuesTemperature">The temperature that was applied.</param>
    /// <param name="k">1 to classes − 1.</param>
    /// <param name="temperatures">Where the mass of the others is wanted.</param>
    public static TopKTargets MostProbable(
        Tensor logProbabilities, double valuesTemperature, int k, IReadOnlyList<double> temperatures)
    {
        using var finite = BelowBest(logProbabilities);
        var (values, classes) = finite.topk(k, -1, largest: true, sorted: true);

        // In f64: at high temperatures the others hold nearly everything, and what is left of 1 is what counts.
        using var all = finite.to(float64);
        using var nothing = TensorArithmetic.Filled(classes.shape, double.NegativeInfinity, ScalarType.Float64, classes.device);
        using var others = all.scatter(-1, classes, nothing);
        var logRest = new Tensor[temperatures.Count];
        for (int i = 0; i < logRest.Length; i++)
        {
            double scale = valuesTemperature / temperatures[i];
            using var scaled = all.Times(scale);
            using var scaledOthers = others.Times(scale);
            using var whole = scaled.logsumexp(-1);
            using var rest = scaledOthers.logsumexp(-1);
            rest.sub_(whole);
            logRest[i] = rest.to(float32);
        }

        var stacked = stack(logRest, -1);
        foreach (var rest in logRest)
        {
            rest.Dispose();
        }

        return new TopKTargets(classes, values, stacked);
    }
}
