using Distill.Benchmarks.Throughput;
using Distill.Data;
using Distill.Models;
using Distill.Objectives;
using Distill.Targets;
using Distill.Teachers;
using Distill.Training;
using Distill.Training.Feeding;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;
using static TorchSharp.torch;

namespace Distill.Benchmarks.Phases;

/// <summary>The trainer's own step, taken apart: the same calls in the same order, with a clock between them.</summary>
internal static class PhasesProgram
{
    public static PhasesReport Run(int steps)
    {
        var folder = Directory.CreateTempSubdirectory("distill-phases-").FullName;
        try
        {
            var view = Setting.Examples();
            using var teacher = new ModelTeacher(Classifier.Build(Setting.Model(Setting.TeacherWidths), seed: 2), Precision.Bf16);
            Labeller.Label(Path.Combine(folder, "targets"), view, teacher, new TargetStoreOptions());
            using var stored = StoredTeacher.Open(Path.Combine(folder, "targets"), view);
            return new PhasesReport(Measure(view, stored, Precision.F32, steps), Measure(view, stored, Precision.Bf16, steps), steps);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static StepPhases Measure(ExampleView view, ITeacher teacher, Precision precision, int steps)
    {
        using var student = Classifier.Build(Setting.Model(Setting.StudentWidths), seed: 1);
        var options = new TrainingOptions
        {
            BatchSize = Setting.BatchSize,
            Optimizer = new SgdOptions { Momentum = Setting.Momentum },
            Precision = precision,
        };
        using var first = view.Read(0, Math.Min(view.Count, Setting.BatchSize));
        using var weights = new TrainedWeights(student, options, first.Inputs);
        var feed = new BatchFeed(view, options, new TrainingLength(long.MaxValue, Setting.Images / Setting.BatchSize));
        var objective = new Distillation(Setting.Temperature, Setting.HardWeight);
        using var products = new StepProducts(precision);
        weights.Working.train();
        var times = new List<double[]>();
        // The first fifth warms caches, compiled code and libtorch's own choices, and does not count.
        for (var step = 0; step < steps + (steps / 4); step++)
        {
            using var scope = NewDisposeScope();
            var clock = new Clock();
            using var batch = feed.At(step);
            clock.Tick();
            using var targets = teacher.Targets(batch, Setting.Temperature);
            clock.Tick();
            var logits = weights.Working.call(batch.Inputs);
            clock.Tick();
            var (_, gradient) = objective.MeanLoss(logits, batch.Labels, targets)!.Value;
            clock.Tick();
            logits.backward([gradient]);
            clock.Tick();
            weights.Update(Setting.Rate, step + 1);
            clock.Tick();
            products.Compute();
            clock.Tick();
            if (step >= steps / 4)
            {
                times.Add([.. clock.Laps]);
            }
        }

        return new StepPhases(
            Median(times, lap => lap[0]), Median(times, lap => lap[1]), Median(times, lap => lap[2]), Median(times, lap => lap[3]),
            Median(times, lap => lap[4]), Median(times, lap => lap[5]), Median(times, lap => lap[..6].Sum()), Median(times, lap => lap[6]),
            Median(times, lap => lap[6] / lap[..6].Sum()));
    }

    private static double Median(List<double[]> times, Func<double[], double> value) =>
        times.Select(value).Order().ElementAt(times.Count / 2);
}
