using Distill.Models;
using Distill.Targets;
using Distill.Teachers;
using static TorchSharp.torch;

namespace Distill.Benchmarks.Throughput;

/// <summary>
/// Measures the trainer beside a hand-written loop and the machine's own peak: all in one process, in rounds that take
/// turns, so that whatever else the machine does falls on all of them.
/// </summary>
internal sealed class ThroughputProgram
{
    private readonly List<Round> rounds = [];

    private sealed record Round(PeakRates Peak, TeacherRates HandWritten, TrainerRates Ours);

    public static ThroughputReport Run(int rounds, int steps)
    {
        var folder = Directory.CreateTempSubdirectory("distill-throughput-").FullName;
        try
        {
            return new ThroughputProgram().Measure(folder, rounds, steps);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private ThroughputReport Measure(string folder, int count, int steps)
    {
        var view = Setting.Examples();
        using var teacher = new ModelTeacher(Classifier.Build(Setting.Model(Setting.TeacherWidths), seed: 2));
        using var bf16Teacher = new ModelTeacher(Classifier.Build(Setting.Model(Setting.TeacherWidths), seed: 2), Precision.Bf16);
        var store = Path.Combine(folder, "targets");
        Labeller.Label(store, view, bf16Teacher, new TargetStoreOptions());
        using var stored = StoredTeacher.Open(store, view);
        using var handWritten = new HandWrittenLoop(view);
        using var f32Peak = new PeakProduct(ScalarType.Float32);
        using var bf16Peak = new PeakProduct(ScalarType.BFloat16);

        // The first round warms caches, compiled code and libtorch's own choices, and does not count.
        for (var round = 0; round <= count; round++)
        {
            var measured = new Round(
                new(f32Peak.Measure(), bf16Peak.Measure()),
                new(handWritten.Measure(steps, live: false), handWritten.Measure(steps, live: true)),
                new(
                    TrainerLoop.Measure(view, stored, Precision.F32, steps),
                    TrainerLoop.Measure(view, stored, Precision.Bf16, steps),
                    TrainerLoop.Measure(view, teacher, Precision.F32, steps),
                    TrainerLoop.Measure(view, bf16Teacher, Precision.Bf16, steps)));
            Console.Error.WriteLine(round == 0 ? $"warm-up: {measured}" : $"round {round} of {count}: {measured}");
            if (round > 0)
            {
                rounds.Add(measured);
            }
        }

        return Report(steps);
    }

    private ThroughputReport Report(int steps)
    {
        var storedFlops = (double)Arithmetic.Training(Setting.StudentWidths);
        var liveFlops = storedFlops + Arithmetic.Forward(Setting.TeacherWidths);
        return new ThroughputReport(
            new(Median(round => round.Peak.F32), Median(round => round.Peak.Bf16)),
            new(Median(round => round.HandWritten.Stored), Median(round => round.HandWritten.Live)),
            Each((round, rate) => rate(round.Ours)),
            new(
                Median(round => round.Ours.StoredF32 / round.HandWritten.Stored),
                Median(round => round.Ours.StoredBf16 / round.HandWritten.Stored),
                Median(round => round.Ours.LiveF32 / round.HandWritten.Live),
                Median(round => round.Ours.LiveBf16 / round.HandWritten.Live)),
            new(
                Median(round => round.Ours.StoredF32 * storedFlops / 1e9),
                Median(round => round.Ours.StoredBf16 * storedFlops / 1e9),
                Median(round => round.Ours.LiveF32 * liveFlops / 1e9),
                Median(round => round.Ours.LiveBf16 * liveFlops / 1e9)),
            new(
                Median(round => round.Ours.StoredF32 * storedFlops / 1e9 / round.Peak.F32),
                Median(round => round.Ours.StoredBf16 * storedFlops / 1e9 / round.Peak.Bf16),
                Median(round => round.Ours.LiveF32 * liveFlops / 1e9 / round.Peak.F32),
                Median(round => round.Ours.LiveBf16 * liveFlops / 1e9 / round.Peak.Bf16)),
            new(storedFlops, liveFlops),
            rounds.Count,
            steps,
            get_num_threads());
    }

    private TrainerRates Each(Func<Round, Func<TrainerRates, double>, double> value) => new(
        Median(round => value(round, rates => rates.StoredF32)),
        Median(round => value(round, rates => rates.StoredBf16)),
        Median(round => value(round, rates => rates.LiveF32)),
        Median(round => value(round, rates => rates.LiveBf16)));

    private double Median(Func<Round, double> value)
    {
        var values = rounds.Select(value).Order().ToArray();
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
