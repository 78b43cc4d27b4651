using System.Text.Json;
using Distill.Benchmarks.Throughput;
using Distill.Data;
using Distill.Distributed;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;

namespace Distill.Benchmarks.Ranks;

/// <summary>What each process does: trainings of both nets with every size of a batch, whose times rank 0 prints.</summary>
internal static class RankWorker
{
    /// <summary>The argument that makes this program such a process, among others of a launcher.</summary>
    public const string Together = "ranks-together";

    /// <summary>The argument that makes this program such a process by itself.</summary>
    public const string Alone = "ranks-alone";

    private const int Warm = 1;

    private static readonly int[] Batches = [128, 256, 512, 1024, 2048];

    /// <param name="argument">One of the two.</param>
    /// <param name="factor">How many times the examples of a rank a step has here.</param>
    /// <param name="onlyBatch">The only size of a batch; 0 for all.</param>
    public static void Serve(string argument, int factor, int onlyBatch)
    {
        var ranks = argument == Together ? MpiRanks.Join() : null;
        var view = Setting.Examples();
        foreach (var net in (string[])["mlp", "conv"])
        {
            foreach (var batch in onlyBatch > 0 ? [onlyBatch] : Batches)
            {
                var steps = Warm + 1 + Math.Max(3, 2048 / batch);
                var timed = ranks is null ? null : new TimedRanks(ranks);
                var (step, sum, wait) = Measure(view, net, batch * factor * (ranks?.Size ?? 1), timed, steps);
                var alone = ranks is not { Size: > 1 } ? step : Measure(view, net, batch, null, steps).Step;
                if (ranks is null or { Rank: 0 })
                {
                    Console.WriteLine(JsonSerializer.Serialize(new RankTimes(net, batch, step, sum, wait, alone), RunJson.OneLine));
                }
            }
        }

        ranks?.Leave();
    }

    private static (double Step, double Sum, double Wait) Measure(ExampleView view, string net, int batch, TimedRanks? ranks, int steps)
    {
        var spec = Setting.Model(Setting.TeacherWidths);
        using var student = Classifier.Build(net == "mlp" ? spec : spec with { Network = new ConvNetSpec { Channels = [16, 32] } }, seed: 1);
        var options = new TrainingOptions
        {
            Duration = Duration.Steps(steps),
            BatchSize = batch,
            Optimizer = new SgdOptions { Momentum = Setting.Momentum },
            Schedule = new ConstantRate { Rate = Setting.Rate },
            RecordEvery = Duration.Steps(1),
        };
        using var trainer = new Trainer(new TrainingTask(student, view, new HardLabels(), options) { Ranks = ranks });
        var clock = new StepClock(ranks);
        trainer.Run([clock]);
        return clock.Medians(Warm);
    }
}
