using System.Runtime.InteropServices;
using Distill.Runs;

namespace Distill.Cli.Tests.Ranks;

/// <summary>One training by processes of Open MPI and of MPICH.</summary>
public sealed class RanksTests : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Distill.Cli.Tests.dll");

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Launchers => [.. LaunchedRanks.Launchers];

    // Each starts three processes: one launcher is enough for who waits for the tests.
    public static TheoryData<string, string> Gradients => new(
        LaunchedRanks.Launchers.Take(Machine.IsForTests ? LaunchedRanks.Launchers.Count : 1).SelectMany(mpi => (string[])["mlp", "conv"], (mpi, net) => (mpi, net)));

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Two_ranks_of_128_have_the_gradient_of_256(string mpi, string net)
    {
        LaunchedRanks.Require(mpi);
        // One rank, too, is a process with one thread.
        using (var ranks = new LaunchedRanks(mpi, folder.Path, 1, Program, FirstGradient.Verb, net, Directory.CreateDirectory(folder.File("one")).FullName))
        {
            ranks.Done();
        }

        using (var ranks = new LaunchedRanks(mpi, folder.Path, 2, Program, FirstGradient.Verb, net, Directory.CreateDirectory(folder.File("two")).FullName))
        {
            ranks.Done();
        }

        var alone = Gradient("one/0");
        Assert.Contains(alone, number => number != 0);
        Assert.Equal(Gradient("two/0"), Gradient("two/1"));
        var (difference, length) = (0.0, 0.0);
        foreach (var (one, other) in alone.Zip(Gradient("two/0")))
        {
            difference += Math.Pow(one - other, 2);
            length += one * one;
        }

        // Batch normalisation adds up in f32, in an order that depends on the processor.
        Assert.InRange(Math.Sqrt(difference / length), 0, net == "mlp" ? 1e-6 : 3e-6);
    }

    [Theory]
    [MemberData(nameof(Launchers))]
    public void A_rank_that_stands_still_ends_the_training_which_resumes_to_the_same_model(string mpi)
    {
        LaunchedRanks.Require(mpi);
        Assert.SkipUnless(Machine.IsForTests, "It takes a minute, and runs where CI=true.");
        using (var whole = Train(mpi, "whole"))
        {
            whole.Done();
        }

        using (var stopped = Train(mpi, "stopped", "--ranks-timeout", "0.5"))
        {
            while (!File.Exists(folder.File("stopped/checkpoints/checkpoint.safetensors")))
            {
                Assert.False(stopped.EndsWithin(TimeSpan.FromMilliseconds(20)), $"The training ended before it was stopped.\n{(stopped.EndsWithin(TimeSpan.Zero) ? stopped.Written : "")}");
            }

            LaunchedRanks.Signal("STOP", stopped.Processes()[1]);
            Assert.Equal(1, stopped.End());
            Assert.Contains("Rank 0 of 2 has waited 30 seconds for rank 1, which may hang, or have lost the network", stopped.Written, StringComparison.Ordinal);
            Assert.Contains($"resume with: mpirun -n 2 distill train --resume {folder.File("stopped")} --ranks", stopped.Written, StringComparison.Ordinal);
        }

        Assert.Equal(RunStatus.Failed, RunDirectory.Open(folder.File("stopped")).ReadManifest().Status);
        using (var resumed = new LaunchedRanks(mpi, folder.Path, 2, DistillProcess.Program, "train", "--resume", "stopped", "--ranks"))
        {
            resumed.Done();
        }

        foreach (var file in (string[])["model.safetensors", "metrics.jsonl"])
        {
            Assert.Equal(File.ReadAllBytes(folder.File($"whole/{file}")), File.ReadAllBytes(folder.File($"stopped/{file}")));
        }
    }

    [Theory]
    [InlineData("--ranks-timeout 5", "--ranks-timeout would change nothing without --ranks")]
    [InlineData("--ranks --ranks-timeout 0", "--ranks-timeout is 0; expected minutes, more than 0.")]
    public void A_time_that_is_none_is_refused(string options, string told)
    {
        var refused = DistillCommand.Run(folder.Path, ["train", "--data", "glyphs", "--network", "mlp:8", "--out", "run", .. options.Split(' ')]);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(told, refused.Error, StringComparison.Ordinal);
    }

    private LaunchedRanks Train(string mpi, string run, params string[] more) => new(
        mpi, folder.Path, 2, DistillProcess.Program,
        ["train", "--data", "glyphs", "--limit", "2000", "--network", "mlp:64", "--epochs", "60", "--shift", "1", "--set", "network.hiddenDropout=0.1",
            "--set", "training.checkpointMinutes=0", "--out", run, "--ranks", .. more]);

    private double[] Gradient(string file) => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(folder.File(file))).ToArray();
}
