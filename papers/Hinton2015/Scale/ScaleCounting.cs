using System.Numerics.Tensors;
using Distill.Data;
using Distill.Evaluation;
using Distill.Specialists;
using Distill.Teachers;
using static TorchSharp.torch;

namespace Hinton2015.Scale;

/// <summary>Counts the generalist's most probable classes, softened, and clusters the columns of their covariance.</summary>
internal static class ScaleCounting
{
    private const int BatchSize = 500;

    public static ScaleAssignment Run(ScalePlan plan, ScaleWork work, string generalist)
    {
        var (covariance, measured) = Count(plan, work, generalist);
        var clock = new ProcessorClock();
        var assignment = clock.Time(() => ClassAssignment.Of(covariance, plan.Assignment));
        var sizes = assignment.ClusterOf.CountBy(cluster => cluster).Select(size => size.Value).ToList();
        var clusters = new ScaleClusters(
            clock.Seconds, clock.CoreSeconds, assignment.Spread, sizes.Min(), sizes.Max(),
            Enumerable.Range(0, plan.Classes).Count(number => !assignment.Sets.Covering(number).IsEmpty),
            RandIndex.Adjusted(assignment.ClusterOf, work.Families));
        return new ScaleAssignment(
            measured, clusters, [.. Enumerable.Range(0, assignment.Sets.Count).Select(specialist => assignment.Sets[specialist].ToArray())], ScaleWork.PeakBytes);
    }

    private static (ConfusionCovariance Covariance, ScaleCovariance Measured) Count(ScalePlan plan, ScaleWork work, string path)
    {
        using var generalist = ScaleWork.Open(path);
        var covariance = new ConfusionCovariance(plan.Classes, work.Counted.Count);
        var (labelling, counting, view, remaining) = (new ProcessorClock(), new ProcessorClock(), work.Counted, 0.0);
        for (var first = 0; first < view.Count; first += BatchSize)
        {
            work.Context.CancellationToken.ThrowIfCancellationRequested();
            var size = Math.Min(BatchSize, view.Count - first);
            var (classes, probabilities) = labelling.Time(() => Label(plan, generalist, view, first, size));
            remaining += counting.Time(() => Add(covariance, classes, probabilities, plan.TopK));
            work.Report("counting predictions", first + size, view.Count, "examples");
        }

        var pairs = (long)plan.Classes * (plan.Classes + 1) / 2;
        return (covariance, new ScaleCovariance(
            view.Count, plan.Temperature, plan.TopK, remaining / view.Count, pairs * (sizeof(long) + sizeof(uint)),
            labelling.Seconds, labelling.CoreSeconds, counting.Seconds, counting.CoreSeconds));
    }

    // The most probable classes of each example, ascending by class as they are counted, and their probabilities.
    private static (int[] Classes, float[] Probabilities) Label(ScalePlan plan, ModelTeacher generalist, ExampleView view, int first, int size)
    {
        using var scope = NewDisposeScope();
        using var batch = view.Read(first, size);
        using var targets = generalist.Targets(batch, plan.Temperature);
        var (_, listed) = targets.LogProbabilities.topk(plan.TopK, -1, largest: true, sorted: false);
        var (order, _) = listed.sort(-1);
        return (
            Array.ConvertAll(order.data<long>().ToArray(), number => (int)number),
            targets.LogProbabilities.gather(1, order).exp().Copied<float>());
    }

    // Returns what the examples' lists leave out, summed.
    private static double Add(ConfusionCovariance covariance, ReadOnlySpan<int> classes, ReadOnlySpan<float> probabilities, int each)
    {
        var remaining = 0.0;
        for (var start = 0; start < classes.Length; start += each)
        {
            var listed = probabilities.Slice(start, each);
            var rest = Math.Max(0, 1 - TensorPrimitives.Sum(listed));
            covariance.Add(classes.Slice(start, each), listed, rest);
            remaining += rest;
        }

        return remaining;
    }
}
