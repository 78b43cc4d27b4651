using System.Runtime.InteropServices;
using Distill.Data;
using Distill.Evaluation;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Training.Population;

/// <summary>Measures the float32 students of all members on held-out examples, reading these once.</summary>
internal static class PopulationEvaluation
{
    /// <summary>A score for each member; null for one that has stopped, or that stops here because it answers NaN.</summary>
    public static HeldOutScore?[] Of(
        IReadOnlyList<MemberCourse> courses, StackedNetwork network, ExampleView view, int batchSize, long step, double epoch)
    {
        var accumulators = courses.Select(course => new MetricAccumulator(course.Student.Classes, HeldOutEvaluation.ErrorsAndNll)).ToArray();
        for (var first = 0; first < view.Count; first += batchSize)
        {
            using var scope = NewDisposeScope();
            using var batch = view.Read(first, Math.Min(batchSize, view.Count - first));
            var answers = network.MasterLogits(batch.Inputs).log_softmax(-1);
            LibtorchThreads.Run((thread, threads) =>
            {
                for (var member = thread; member < courses.Count; member += threads)
                {
                    Add(courses[member], accumulators[member], member, answers, batch, step);
                }
            });
        }

        return [.. courses.Select((course, member) => course.IsRunning ? Score(accumulators[member].Result(), step, epoch) : null)];
    }

    private static void Add(MemberCourse course, MetricAccumulator accumulator, int member, Tensor answers, Batch batch, long step)
    {
        if (!course.IsRunning)
        {
            return;
        }

        var numbers = MemoryMarshal.Cast<byte, float>(answers.bytes);
        var size = numbers.Length / (int)answers.shape[0];
        try
        {
            accumulator.Add(numbers.Slice(member * size, size), MemoryMarshal.Cast<byte, long>(batch.Labels.bytes), batch.Rows);
        }
        catch (DistillException unusable)
        {
            course.Stop($"the held-out evaluation after step {step}: {unusable.Message}");
        }
    }

    private static HeldOutScore Score(Metrics metrics, long step, double epoch) =>
        new(step, epoch, metrics.Cases, metrics.Errors, metrics.Nll);
}
