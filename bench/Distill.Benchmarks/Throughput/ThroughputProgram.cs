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
    // With other work on the cores a loop may come to a tenth of its rate, or far less.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private readonly List<Round> rounds = [];
    private readonly List<Round> busyRounds = [];

    private sealed record Round(PeakRates Peak, TeacherRates Alone, TeacherRates HandWritten, TrainerRates Ours);

    public static ThroughputReport Run(int rounds, int steps, int neighbours)
    {
        var folder = Directory.CreateTempSubdirectory("distill-throughput-").FullName;
        try
        {
            return new ThroughputProgram().Measure(folder, rounds, steps, neighbours);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private ThroughputReport Measure(string folder, int count, int steps, int neighbours)
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

        var waiting = WaitingCost.Measure(Longest);
        using var alone = new HandWrittenProcess(HandWrittenProcess.AsItComes);
        Round Measured() => new(
            new(f32Peak.Measure(), bf16Peak.Measure()),
            alone.Measure(steps, Longest),
            new(handWritten.Measure(steps, live: false, Longest), handWritten.Measure(steps, live: true, Longest)),
            new(
                TrainerLoop.Measure(view, stored, Precision.F32, steps),
                TrainerLoop.Measure(view, stored, Precision.Bf16, steps),
                TrainerLoop.Measure(view, teacher, Precision.F32, steps),
                TrainerLoop.Measure(view, bf16Teacher, Precision.Bf16, steps)));

        // The first round warms caches, compiled code and libtorch's own choices, and does not count.
        Console.Error.WriteLine($"warm-up: {Measured()}");
        Repeat(rounds, count, "", Measured);
        if (neighbours > 0)
        {
            using var busy = new Neighbours(neighbours);
            Repeat(busyRounds, count, $" beside {neighbours}", Measured);
        }

        return Report(steps, neighbours, waiting);
    }

    private static void Repeat(List<Round> rounds, int count, string conditions, Func<Round> measured)
    {
        while (rounds.Count < count)
        {
            rounds.Add(measured());
            Console.Error.WriteLine($"round {rounds.Count} of {count}{conditions}: {rounds[^1]}");
        }
    }

    private ThroughputReport Report(int steps, int neighbours, WaitingReport waiting)
    {
        var storedFlops = (double)Operations.Training(Setting.StudentWidths);
        var liveFlops = storedFlops + Operations.Forward(Setting.TeacherWidths);
        return new ThroughputReport(
            new(Median(round => round.Peak.F32), Median(round => round.Peak.Bf16)),
            Teachers(rounds, round => round.HandWritten),
            Teachers(rounds, round => round.Alone),
            Trainers(rounds),
            Ratios(rounds, round => round.HandWritten),
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
            get_num_threads(),
            waiting,
            busyRounds.Count == 0
                ? null
                : new(
                    neighbours,
                    Trainers(busyRounds),
                    Teachers(busyRounds, round => round.Alone),
                    Teachers(busyRounds, round => round.HandWritten),
                    Ratios(busyRounds, round => round.Alone)));
    }

    private static TrainerRates Ratios(IReadOnlyList<Round> rounds, Func<Round, TeacherRates> loop) => new(
        Median(rounds, round => round.Ours.StoredF32 / loop(round).Stored),
        Median(rounds, round => round.Ours.StoredBf16 / loop(round).Stored),
        Median(rounds, round => round.Ours.LiveF32 / loop(round).Live),
        Median(rounds, round => round.Ours.LiveBf16 / loop(round).Live));

    private static TrainerRates Trainers(IReadOnlyList<Round> rounds) => new(
        Median(rounds, round => round.Ours.StoredF32),
        Median(rounds, round => round.Ours.StoredBf16),
        Median(rounds, round => round.Ours.LiveF32),
        Median(rounds, round => round.Ours.LiveBf16));

    private static TeacherRates Teachers(IReadOnlyList<Round> rounds, Func<Round, TeacherRates> loop) => new(
        Median(rounds, round => loop(round).Stored),
        Median(rounds, round => loop(round).Live));

    private static double Median(IReadOnlyList<Round> rounds, Func<Round, double> value)
    {
        var values = rounds.Select(value).Order().ToArray();
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private double Median(Func<Round, double> value) => Median(rounds, value);
}
