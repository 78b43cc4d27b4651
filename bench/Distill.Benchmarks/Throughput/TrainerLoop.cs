using System.Diagnostics;
using Distill.Data;
using Distill.Models;
using Distill.Objectives;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;

namespace Distill.Benchmarks.Throughput;

/// <summary>The library's own trainer, used as anyone uses it, on bytes that it normalises in each step.</summary>
internal static class TrainerLoop
{
    /// <summary>Images a second over some steps, from the call of the trainer to its return.</summary>
    public static double Measure(ExampleView view, ITeacher teacher, Precision precision, int steps)
    {
        using var student = Classifier.Build(Setting.Model(Setting.StudentWidths), seed: 1);
        var options = new TrainingOptions
        {
            Duration = Duration.Steps(steps),
            BatchSize = Setting.BatchSize,
            Optimizer = new SgdOptions { Momentum = Setting.Momentum },
            Schedule = new ConstantRate { Rate = Setting.Rate },
            Precision = precision,
        };
        using var trainer = new Trainer(
            new TrainingTask(student, view, new Distillation(Setting.Temperature, Setting.HardWeight), options) { Teacher = teacher });
        var watch = Stopwatch.StartNew();
        trainer.Run();
        return steps * (double)Setting.BatchSize / watch.Elapsed.TotalSeconds;
    }
}
