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

    /// <summary>The k most probable classes of each row, of equal ones those with the lower numbers, and the mass of all the others at each temperature.</summary>
    /// <param name="logProbabilities">Float32 [batch, classes] at <paramref name="valuesTemperature"/>, in the computer's memory.</param>
    /// <param name="valuesTemperature">The temperature that was applied.</param>
    /// <param name="k">1 to classes − 1.</param>
    /// <param name="temperatures">Where the mass of the others is wanted.</param>
    public static TopKTargets MostProbable(
        Tensor logProbabilities, double valuesTemperature, int k, IReadOnlyList<double> temperatures)
    {
        var (rows, classes) = ((int)logProbabilities.shape[0], (int)logProbabilities.shape[1]);
        var given = logProbabilities.Copied<float>();
        var (kept, values, rest) = (new long[rows * k], new float[rows * k], new float[rows * temperatures.Count]);
        Parallel.For(0, rows, () => new MostProbableClasses(classes, k), (row, _, finder) =>
        {
            var keptRow = kept.AsSpan(row * k, k);
            var valuesRow = values.AsSpan(row * k, k);
            finder.Find(given.AsSpan(row * classes, classes), keptRow, valuesRow);
            for (var i = 0; i < temperatures.Count; i++)
            {
                rest[(row * temperatures.Count) + i] = finder.LogRest(keptRow, valuesRow, valuesTemperature / temperatures[i]);
            }

            return finder;
        }, _ => { });
        return new TopKTargets(tensor(kept, [rows, k]), tensor(values, [rows, k]), tensor(rest, [rows, temperatures.Count]));
    }
}
