using Distill.Data;
using Distill.Runs;
using Distill.Runs.Results;
using static TorchSharp.torch;

namespace Distill.Evaluation;

/// <summary>How fast a model answers: raw inputs in memory to log-probabilities, normalisation included, reading of data not.</summary>
/// <param name="Name">The model.</param>
/// <param name="Throughput">Medians over the rounds: examples a second in large batches, milliseconds for one example alone.</param>
/// <param name="BatchSeconds">Seconds for one large batch in each round.</param>
public sealed record SpeedMeasurement(string Name, Throughput Throughput, IReadOnlyList<double> BatchSeconds)
{
    /// <summary>
    /// How many times as many examples a second as <paramref name="other"/>, in large batches: the median over rounds
    /// of the ratio within a round.
    /// </summary>
    /// <exception cref="ArgumentException">The two were not measured together.</exception>
    public double Over(SpeedMeasurement other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.BatchSeconds.Count == BatchSeconds.Count
            ? InterleavedTimer.Median(other.BatchSeconds.Zip(BatchSeconds, (others, own) => others / own))
            : throw new ArgumentException($"{Name} and {other.Name} were not measured together.", nameof(other));
    }

    /// <summary>Measures models in turns in this process, with as many threads as libtorch uses, after a warm-up.</summary>
    /// <param name="models">The models; one or more.</param>
    /// <param name="view">Whose first examples to answer.</param>
    /// <param name="cancellationToken">Looked at between timings.</param>
    /// <returns>One measurement a model, in their order.</returns>
    /// <exception cref="DistillException">The view is empty, or a model cannot answer it.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public static IReadOnlyList<SpeedMeasurement> Of(IReadOnlyList<Predictor> models, ExampleView view, CancellationToken cancellationToken = default) =>
        Of(models, view, new SpeedOptions(), cancellationToken);

    /// <summary>The same with other batches and rounds.</summary>
    internal static IReadOnlyList<SpeedMeasurement> Of(
        IReadOnlyList<Predictor> models, ExampleView view, SpeedOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(view);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        if (view.Count == 0)
        {
            throw new DistillException($"{view.Name} is empty; speed is measured on its first examples.");
        }

        foreach (var model in models)
        {
            model.RequireFit(view);
        }

        using var large = view.Read(0, Math.Min(options.BatchSize, view.Count));
        using var single = view.Read(0, 1);
        var batchSeconds = Time(models, large, options, cancellationToken);
        var singleSeconds = Time(models, single, options, cancellationToken);
        return
        [
            .. models.Select((model, i) => new SpeedMeasurement(
                model.Name,
                new Throughput(large.Size / InterleavedTimer.Median(batchSeconds[i]), 1000 * InterleavedTimer.Median(singleSeconds[i])),
                batchSeconds[i])),
        ];
    }

    private static double[][] Time(IReadOnlyList<Predictor> models, Batch batch, SpeedOptions options, CancellationToken cancellationToken)
    {
        using var _ = no_grad();
        return InterleavedTimer.Measure(
            [.. models.Select(model => (Action)(() => AnswerOnce(model, batch)))], options.Rounds, options.Duration, cancellationToken);
    }

    private static void AnswerOnce(Predictor model, Batch batch)
    {
        using var scope = NewDisposeScope();
        using var targets = model.Answer(batch);
    }
}
