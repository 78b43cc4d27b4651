using System.Runtime.InteropServices;
using Distill.Data;
using Distill.Evaluation;
using Distill.Runs;
using Distill.Teachers;

namespace Distill.Specialists;

/// <summary>
/// Asks a generalist for its predictions and counts their covariance, batch by batch (section 5.3 of the paper): a model, a
/// foreign model, or a store of soft targets, dense or top-k, since each is an <see cref="ITeacher"/>.
/// </summary>
internal static class CovarianceCounter
{
    private const int BatchSize = 512;

    /// <summary>Counts the predictions of all examples of a view.</summary>
    /// <param name="generalist">Who predicts.</param>
    /// <param name="examples">What is predicted; no label is looked at.</param>
    /// <param name="temperature">
    /// At which it predicts. The paper has 1. A generalist that has learned its examples by heart confuses them only at a higher one.
    /// </param>
    /// <param name="batchSize">Examples in memory as tensors at a time, 1 or more.</param>
    /// <param name="progress">Told of examples done.</param>
    /// <param name="cancellationToken">Looked at between batches.</param>
    /// <exception cref="DistillException">The view has another number of classes or examples of another shape, or a prediction holds NaN or does not sum to one.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public static ConfusionCovariance Count(
        ITeacher generalist, ExampleView examples, double temperature = 1, int batchSize = BatchSize, IProgress<WorkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(generalist);
        ArgumentNullException.ThrowIfNull(examples);
        return Count(generalist, examples, temperature, (0, examples.Count), batchSize, progress, cancellationToken);
    }

    /// <summary>Counts one part of the examples, in the batches in which one process has them.</summary>
    /// <inheritdoc cref="Count(ITeacher, ExampleView, double, int, IProgress{WorkProgress}?, CancellationToken)"/>
    /// <param name="generalist">As there.</param>
    /// <param name="examples">All of them.</param>
    /// <param name="temperature">As there.</param>
    /// <param name="part">Which part.</param>
    /// <param name="progress">As there.</param>
    /// <param name="cancellationToken">As there.</param>
    internal static ConfusionCovariance CountPart(
        ITeacher generalist, ExampleView examples, double temperature, WorkPart part, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var (first, end) = part.RangeOf((examples.Count + BatchSize - 1) / BatchSize);
        var range = (Math.Min(first * BatchSize, examples.Count), Math.Min(end * BatchSize, examples.Count));
        return Count(generalist, examples, temperature, range, BatchSize, progress, cancellationToken);
    }

    private static ConfusionCovariance Count(
        ITeacher generalist, ExampleView examples, double temperature, (int First, int End) range, int batchSize, IProgress<WorkProgress>? progress,
        CancellationToken cancellationToken)
    {
        var covariance = new ConfusionCovariance(generalist.Classes, examples.Count);
        Predictor.Of(new AtTemperature(generalist, temperature)).ForEachBatch(
            examples,
            range,
            batchSize,
            (batch, targets) => Add(covariance, batch, targets, generalist.Name),
            progress,
            cancellationToken);
        return covariance;
    }

    private static void Add(ConfusionCovariance covariance, Batch batch, SoftTargets targets, string name)
    {
        var columns = (int)targets.LogProbabilities.shape[1];
        var probabilities = targets.LogProbabilities.exp().cpu().contiguous();
        var all = MemoryMarshal.Cast<byte, float>(probabilities.bytes);
        var support = targets.Support is { } given ? MemoryMarshal.Cast<byte, long>(given.cpu().contiguous().bytes) : default;
        var (order, sorted) = (new int[columns - 1], new float[columns - 1]);
        for (var example = 0; example < batch.Size; example++)
        {
            var row = all.Slice(example * columns, columns);
            LogProbabilityCheck.RequireDistribution(Sum(row), batch.Rows[example], name);
            if (support.IsEmpty)
            {
                covariance.Add(row);
                continue;
            }

            for (var i = 0; i < order.Length; i++)
            {
                order[i] = (int)support[(example * order.Length) + i];
            }

            row[..^1].CopyTo(sorted);
            Array.Sort(order, sorted);
            covariance.Add(order, sorted, row[^1]);
        }
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }
}
