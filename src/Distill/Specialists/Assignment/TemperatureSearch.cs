using System.Globalization;
using System.Numerics.Tensors;
using Distill.Data;
using Distill.Evaluation;
using Distill.Runs;
using Distill.Runs.Results.Specialists;

namespace Distill.Specialists;

/// <summary>
/// Chooses the temperature at which predictions are counted, without a label: two halves of held-out examples are counted and
/// clustered apart at each, and the temperature is taken at which both divide the classes most alike. What a generalist confuses is
/// the same in both halves; what chance brought together is not.
/// </summary>
/// <param name="generalist">Who predicts.</param>
/// <param name="options">How classes are clustered, as they will be afterwards.</param>
/// <param name="progress">Told of examples predicted and temperatures tried.</param>
/// <param name="cancellationToken">Looked at between batches.</param>
internal sealed class TemperatureSearch(ITeacher generalist, AssignmentOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
{
    // More of each class change nothing any more, and counting them takes time.
    private const int MostOfClass = 20;

    // Numbers in memory: 1 GiB. Beyond it the generalist is asked again at each temperature; counting then takes longer than asking.
    private const long MostKept = 1L << 28;

    private const int BatchSize = 512;
    private const long Purpose = 0x68616C766573;

    // One class more or less in another cluster is no better agreement.
    private const double NearTie = 0.05;

    /// <summary>What is tried. Below 1 nothing is softened; above 16 the order of unlikely classes decides, which is no confusion.</summary>
    public static IReadOnlyList<double> Temperatures { get; } = [1, 2, 4, 8, 16];

    /// <summary>Chooses a temperature.</summary>
    /// <param name="heldOut">Examples that the generalist was not trained on.</param>
    /// <returns>The temperature and what it was chosen by; or 1, and a sentence that says why nothing was chosen.</returns>
    /// <exception cref="DistillException">Options are out of range, or predictions are not right.</exception>
    /// <exception cref="OperationCanceledException">The token was signalled.</exception>
    public (double Temperature, TemperatureChoice? Choice, string? Problem) On(ExampleView heldOut)
    {
        ArgumentNullException.ThrowIfNull(heldOut);
        ClassAssignment.RequireInRange(options, generalist.Classes);
        if (heldOut.Count < generalist.Classes)
        {
            return (1, null, heldOut.Count == 0
                ? "no examples are held out to choose it on."
                : $"it is chosen on held-out examples, and there are only {heldOut.Count} for {generalist.Classes} classes.");
        }

        var halves = Halves(heldOut);
        var count = Counting(halves);
        var tried = new List<TriedTemperature>();
        foreach (var temperature in Temperatures)
        {
            tried.Add(Try(temperature, count));
            progress?.Report(new WorkProgress("clustering held-out predictions", tried.Count, Temperatures.Count, "temperatures"));
        }

        var choice = new TemperatureChoice(halves.Sum(half => half.Count), tried);
        return Best(tried) is { } best
            ? (best, choice, null)
            : (1, choice, $"at none of {string.Join(", ", Temperatures.Select(value => value.ToString(CultureInfo.InvariantCulture)))} did both halves of {choice.Examples} held-out examples divide the classes.");
    }

    /// <summary>The lowest temperature that is hardly worse than the best; null where none is usable.</summary>
    internal static double? Best(IReadOnlyList<TriedTemperature> tried)
    {
        var usable = tried.Where(one => one.Agreement is not null).ToList();
        return usable.Count == 0 ? null : usable.First(one => Score(one) >= usable.Max(Score) - NearTie).Temperature;
    }

    // A cluster of almost all classes beside single ones agrees with itself, and says nothing.
    private static double Score(TriedTemperature one) => one.Agreement!.Value * one.Evenness!.Value;

    private TriedTemperature Try(double temperature, Func<int, double, ConfusionCovariance> count)
    {
        // One covariance at a time is in memory.
        if (Clusters(count(0, temperature)) is not { } first || Clusters(count(1, temperature)) is not { } second)
        {
            return new TriedTemperature(temperature);
        }

        return new TriedTemperature(temperature, RandIndex.Adjusted(first, second), Math.Min(Evenness(first), Evenness(second)));
    }

    private IReadOnlyList<int>? Clusters(ConfusionCovariance covariance)
    {
        try
        {
            return ClassAssignment.Of(covariance, options).ClusterOf;
        }
        catch (DistillException)
        {
            // The probability of a class never changes, or clusters cannot be told apart; both are so at this temperature alone.
            return null;
        }
    }

    private double Evenness(IReadOnlyList<int> clusterOf)
    {
        var shares = clusterOf.CountBy(cluster => cluster).Select(size => (double)size.Value / clusterOf.Count);
        return Math.Clamp(-shares.Sum(share => share * Math.Log(share)) / Math.Log(options.Specialists), 0, 1);
    }

    private ExampleView[] Halves(ExampleView heldOut)
    {
        var used = (int)Math.Min(heldOut.Count, (long)MostOfClass * generalist.Classes);
        var order = new SeededRandom(Purpose, options.Seed).Permutation(heldOut.Count)[..used];
        return [Half(order[..(used / 2)], "half"), Half(order[(used / 2)..], "other half")];

        // Sources read faster in their own order.
        ExampleView Half(int[] positions, string name) => heldOut.Subset([.. positions.Order()], $"{heldOut.Name} ({name})");
    }

    // Counts a half at a temperature.
    private Func<int, double, ConfusionCovariance> Counting(ExampleView[] halves)
    {
        if (!generalist.HasLogits || halves.Sum(half => (long)half.Count) * generalist.Classes > MostKept)
        {
            return (half, temperature) => CovarianceCounter.Count(generalist, halves[half], temperature, progress: progress, cancellationToken: cancellationToken);
        }

        var predictor = Predictor.Of(generalist);
        Predictions[] kept = [.. halves.Select(half => predictor.Predict(half, progress: progress, cancellationToken: cancellationToken))];
        return (half, temperature) => Softened(kept[half], (float)temperature);
    }

    private ConfusionCovariance Softened(Predictions predictions, float temperature)
    {
        var covariance = new ConfusionCovariance(predictions.Classes, predictions.Count);
        var row = new float[predictions.Classes];
        for (var example = 0; example < predictions.Count; example++)
        {
            if (example % BatchSize == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            TensorPrimitives.Divide(predictions.Case(example), temperature, row);
            TensorPrimitives.SoftMax<float>(row, row);
            covariance.Add(row);
        }

        return covariance;
    }
}
