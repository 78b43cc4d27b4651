using System.Diagnostics;
using System.Globalization;
using Distill.Benchmarks.Throughput;
using Distill.Data;
using Distill.Evaluation;
using Distill.Models;
using Distill.Objectives;
using Distill.Targets;
using Distill.Teachers;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;
using static TorchSharp.torch;

namespace Distill.Benchmarks.Convolution;

/// <summary>The trainer on convolutional students with stored targets, beside a hand-written loop in a process of its own, in rounds that take turns.</summary>
internal static class ConvolutionProgram
{
    public static ConvolutionReport Run(int rounds, int steps)
    {
        var folder = Directory.CreateTempSubdirectory("distill-convolution-").FullName;
        try
        {
            return new ConvolutionReport([.. ConvolutionSetting.All.Select(setting => Measured(setting, Path.Combine(folder, setting.Name), rounds, steps))], rounds, steps, get_num_threads());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static NetRates Measured(ConvolutionSetting setting, string store, int rounds, int steps)
    {
        var view = setting.Examples();
        using (var teacher = new ModelTeacher(Classifier.Build(setting.Of(new MlpSpec { Widths = [] }), seed: 2)))
        {
            Labeller.Label(store, view, teacher, new TargetStoreOptions());
        }

        using var stored = StoredTeacher.Open(store, view);
        using var alone = new ChildProcess(HandWrittenConvolution.Argument, setting.Name);
        // The first round warms caches, compiled code and libtorch's own choices, and does not count.
        Round();
        List<(double HandWritten, double F32, double Bf16)> found = [];
        while (found.Count < rounds)
        {
            found.Add(Round());
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{setting.Name}, round {found.Count} of {rounds}: {found[^1]}"));
        }

        return new NetRates(
            setting.Name,
            Median(round => round.HandWritten),
            Median(round => round.F32),
            Median(round => round.Bf16),
            Median(round => round.F32 / round.HandWritten),
            Median(round => round.Bf16 / round.HandWritten));

        (double HandWritten, double F32, double Bf16) Round() => (
            double.Parse(alone.Ask(string.Create(CultureInfo.InvariantCulture, $"{steps}")), CultureInfo.InvariantCulture),
            Ours(setting, view, stored, Precision.F32, steps),
            Ours(setting, view, stored, Precision.Bf16, steps));

        double Median(Func<(double HandWritten, double F32, double Bf16), double> value) => InterleavedTimer.Median([.. found.Select(value)]);
    }

    private static double Ours(ConvolutionSetting setting, ExampleView view, ITeacher teacher, Precision precision, int steps)
    {
        using var student = Classifier.Build(setting.Model, seed: 1);
        var options = new TrainingOptions
        {
            Duration = Duration.Steps(steps),
            BatchSize = ConvolutionSetting.BatchSize,
            Optimizer = new SgdOptions { Momentum = Setting.Momentum },
            Schedule = new ConstantRate { Rate = Setting.Rate },
            Precision = precision,
        };
        using var trainer = new Trainer(new TrainingTask(student, view, new Distillation(Setting.Temperature, Setting.HardWeight), options) { Teacher = teacher });
        var watch = Stopwatch.StartNew();
        trainer.Run();
        return steps * (double)ConvolutionSetting.BatchSize / watch.Elapsed.TotalSeconds;
    }
}
