using static TorchSharp.torch;

namespace Distill.Targets;

/// <summary>
/// Log-probabilities as a store keeps them. f16 ends at ±65,504, and an infinity would turn a whole row into NaN when it
/// is renormalised, so values are held to that range. Beside a class of log-probability near 0, one at the limit has a
/// probability below f32's resolution at every temperature up to 3,900.
/// </summary>
internal static class TargetEncoding
{
    public const double Limit = 65504;

    /// <summary>Held to the range of f16, in the type that it has.</summary>
    public static Tensor Finite(Tensor logProbabilities) => logProbabilities.Within(-Limit, Limit);

    /// <summary>
    /// Moves the mean of each row's classes to 0: softmax does not see the difference, and where many classes lie close
    /// together their values are small, where f16 is fine.
    /// </summary>
    /// <param name="logProbabilities">Float32, any shape that ends with the classes.</param>
    public static Tensor Centred(Tensor logProbabilities)
    {
        var values = Finite(logProbabilities);
        using var mean = values.mean([-1], keepdim: true);
        values.sub_(mean);
        values.HoldWithin(-Limit, Limit);
        return values;
    }

    /// <summary>The k most probable classes of each row, and the mass of all the others at each temperature.</summary>
    /// <param name="logProbabilities">Float32 [batch, classes] at <paramref name="valuesTemperature"/>.</param>
    /// <param name="valuesTemperature">The temperature that was applied.</param>
    /// <param name="k">1 to classes − 1.</param>
    /// <param name="temperatures">Where the mass of the others is wanted.</param>
    public static TopKTargets MostProbable(
        Tensor logProbabilities, double valuesTemperature, int k, IReadOnlyList<double> temperatures)
    {
        using var finite = Finite(logProbabilities);
        var (values, classes) = finite.topk(k, -1, largest: true, sorted: true);

        // In f64: at high temperatures the others hold nearly everything, and what is left of 1 is what counts.
        using var all = finite.to(float64);
        using var nothing = TensorArithmetic.Filled(classes.shape, double.NegativeInfinity, ScalarType.Float64);
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
