using System.Diagnostics;
using System.Globalization;
using Distill.Cli.Tests.Ranks;

namespace Distill.Cli.Tests.Kill;

/// <summary>
/// Trainings by ranks of which one is killed, or stands still, at random moments, as often as the variable DISTILL_KILLS says.
/// The line is repeated until the training is done, with the bytes of one that was left alone.
/// </summary>
public sealed class KilledRanksTests : IDisposable
{
    // What is left after the time-out: half a minute in which rank 0 may write how its run ended, on a busy machine.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, int> Ranks => new(
        LaunchedRanks.Launchers.SelectMany(mpi => (int[])[2, 3], (mpi, size) => (mpi, size)));

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Ranks))]
    public void Ranks_that_are_disturbed_end_with_the_same_model(string mpi, int size)
    {
        KilledWork.RequireKills();
        LaunchedRanks.Require(mpi);
        var watch = Stopwatch.StartNew();
        using (var whole = Train(mpi, size, "whole"))
        {
            whole.Done();
        }

        var (duration, run, history) = (watch.Elapsed, 1, new List<string>());
        while (history.Count < KilledWork.Kills)
        {
            using var work = Train(mpi, size, $"run-{run}");
            if (work.EndsWithin(duration * (0.8 * Random.Shared.NextDouble())))
            {
                Same(run++, work, history);
                continue;
            }

            var processes = work.Processes();
            if (processes.Count == 0)
            {
                // The launcher has not come so far, or ends.
                continue;
            }

            // A rank that stands still costs the time-out, so it is the exception.
            var (rank, process) = processes.ElementAt(Random.Shared.Next(processes.Count));
            var signal = Random.Shared.Next(8) == 0 ? "STOP" : "KILL";
            history.Add(string.Create(CultureInfo.InvariantCulture, $"{signal} rank {rank} of run {run}"));
            LaunchedRanks.Signal(signal, process);
            watch.Restart();
            Assert.True(work.EndsWithin(Longest), $"They still wait for each other; {string.Join(", ", history)}");
        }

        using (var last = Train(mpi, size, $"run-{run}"))
        {
            Same(run, last, history);
        }

        TestContext.Current.SendDiagnosticMessage($"{mpi}, {size} ranks, {run} trainings: {string.Join(", ", history)}");
    }

    private void Same(int run, LaunchedRanks work, List<string> history)
    {
        // What was disturbed may have ended well before the signal came, or not.
        work.Done();
        foreach (var file in (string[])["model.safetensors", "model-best.safetensors", "metrics.jsonl"])
        {
            Assert.True(
                File.ReadAllBytes(folder.File($"whole/{file}")).AsSpan().SequenceEqual(File.ReadAllBytes(folder.File($"run-{run}/{file}"))),
                $"{file} of run {run} differs; {string.Join(", ", history)}");
        }
    }

    private LaunchedRanks Train(string mpi, int size, string run) => new(
        mpi, folder.Path, size, DistillProcess.Program,
        "train", "--data", "glyphs", "--limit", "1000", "--network", "mlp:64,64", "--epochs", "20", "--batch-size", "64", "--shift", "1",
        "--set", "network.hiddenDropout=0.1", "--set", "training.checkpointMinutes=0", "--out", run, "--ranks", "--ranks-timeout", "0.1", "--resume-if-there");
}
