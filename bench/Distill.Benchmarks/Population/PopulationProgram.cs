using System.Diagnostics;
using Distill.Benchmarks.Throughput;
using Distill.Evaluation;
using Distill.Models;
using Distill.Targets;
using Distill.Teachers;
using Distill.Training;
using Distill.Training.Population;

namespace Distill.Benchmarks.Population;

/// <summary>
/// Trains the fifty students of a temperature sweep as a population and one by one, in one process and in rounds that
/// take turns, from the same stored targets.
/// </summary>
internal static class PopulationProgram
{
    public static PopulationReport Run(int rounds, int steps, int width, int batchSize)
    {
        var folder = Directory.CreateTempSubdirectory("distill-population-").FullName;
        try
        {
            var view = Setting.Examples();
            using var teacher = new ModelTeacher(Classifier.Build(Setting.Model([width, width]), seed: 2));
            var store = Path.Combine(folder, "targets");
            Labeller.Label(store, view, teacher, new TargetStoreOptions());
            using var stored = StoredTeacher.Open(store, view);
            int[] widths = [width, width];
            return Measure(rounds, steps, precision => SweepGrid.Task(widths, batchSize, view, stored, precision, steps), widths, batchSize);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static PopulationReport Measure(int rounds, int steps, Func<Precision, PopulationTask> grid, int[] widths, int batchSize)
    {
        var f32 = new List<Round>();
        var bf16 = new List<Round>();

        // The first round warms caches, compiled code and libtorch's own choices, and does not count.
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (precision, measured) in new[] { (Precision.F32, f32), (Precision.Bf16, bf16) })
            {
                var found = new Round(Together(grid(precision)), OneByOne(grid(precision)));
                Console.Error.WriteLine($"{(round == 0 ? "warm-up" : $"round {round} of {rounds}")}, {precision}: {found}");
                if (round > 0)
                {
                    measured.Add(found);
                }
            }
        }

        var flops = SweepGrid.Members * (double)batchSize * Operations.Training(widths);
        return new PopulationReport(
            Summary(f32, steps, flops), Summary(bf16, steps, flops), Phases(grid(Precision.F32), steps), Phases(grid(Precision.Bf16), steps),
            SweepGrid.Members, widths, batchSize, rounds, steps, TorchSharp.torch.get_num_threads());
    }

    // Seconds of training alone: what a trainer needs to be set up is the same in both ways and depends on no step.
    private static double Together(PopulationTask task)
    {
        using var trainer = new PopulationTrainer(task);
        var watch = Stopwatch.StartNew();
        trainer.Run();
        return Finished(task, watch);
    }

    private static double OneByOne(PopulationTask task)
    {
        var watch = new Stopwatch();
        for (var member = 0; member < task.Members.Count; member++)
        {
            using var trainer = new Trainer(task.Alone(member));
            watch.Start();
            trainer.Run();
            watch.Stop();
        }

        return Finished(task, watch);
    }

    private static PopulationPhaseTimes Phases(PopulationTask task, int steps)
    {
        var times = PopulationPhases.Measure(task, steps);
        Discard(task);
        return times;
    }

    private static double Finished(PopulationTask task, Stopwatch watch)
    {
        watch.Stop();
        Discard(task);
        return watch.Elapsed.TotalSeconds;
    }

    private static void Discard(PopulationTask task)
    {
        foreach (var member in task.Members)
        {
            member.Student.Dispose();
        }
    }

    private static PopulationRates Summary(List<Round> rounds, int steps, double flops) => new(
        InterleavedTimer.Median(rounds.Select(round => round.Together / steps * 1e3)),
        InterleavedTimer.Median(rounds.Select(round => round.OneByOne / steps * 1e3)),
        InterleavedTimer.Median(rounds.Select(round => round.OneByOne / round.Together)),
        InterleavedTimer.Median(rounds.Select(round => flops * steps / round.Together / 1e9)),
        InterleavedTimer.Median(rounds.Select(round => flops * steps / round.OneByOne / 1e9)));

    private sealed record Round(double Together, double OneByOne);
}
