using Distill.Runs;

namespace Distill.Cli.Tests;

/// <summary>Exit codes and words where files, locks and numbers are the trouble.</summary>
public sealed class ExitCodeTests : IDisposable
{
    private static readonly string[] Small = ["train", "--data", "glyphs", "--limit", "300", "--network", "mlp:8", "--epochs", "1", "--out", "run"];

    // Each step makes each weight −999 times as large.
    private static readonly string[] Diverging =
    [
        "--set", "training.batchSize=16", "--set", "training.optimizer.kind=sgd", "--set", "training.schedule.kind=constant", "--set", "training.schedule.rate=1000", "--set", "training.weightDecay=1",
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Numbers_that_diverge_are_a_failure_of_the_work_that_going_on_repeats()
    {
        Run(1, "Going on with the same options comes to the same end", [.. Small, .. Diverging]);
        Assert.Equal(RunStatus.Failed, RunDirectory.Open(folder.File("run")).ReadManifest().Status);
        var resumed = DistillProcess.Run(folder.Path, "train", "--resume", "run");
        Assert.Equal(1, resumed.ExitCode);
        Assert.Contains("Going on with the same options comes to the same end", resumed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("resume with: ", resumed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no folder", "export", "model.safetensors", "--out", "nowhere/student.onnx")]
    [InlineData("there is no folder", "import", "model.safetensors", "--network", "mlp:10", "--input", "1x4x4", "--classes", "2", "--mean", "0", "--std", "1", "--out", "nowhere/m.safetensors")]
    [InlineData("is a file; name a folder", "label", "--data", "glyphs", "--teacher", "model.safetensors", "--out", "file")]
    [InlineData("cannot be made", "train", "--data", "glyphs", "--network", "mlp:8", "--out", "file/run")]
    [InlineData("cannot be made", "sweep", "--data", "glyphs", "--network", "mlp:8", "--teacher", "model.safetensors", "--out", "file/run")]
    [InlineData("cannot be made", "specialists", "assign", "--data", "glyphs", "--specialists", "3", "--partition", "--teacher", "model.safetensors", "--out", "file/run")]
    [InlineData("cannot be made", "experiment", "mnist", "--smoke", "--out", "file/run")]
    [InlineData("is a file; name a folder", "quickstart", "--smoke", "--runs", "file")]
    [InlineData("is a file; name a folder", "quickstart", "--smoke", "--out", "file")]
    public void An_output_that_cannot_be_is_named_before_any_work(string expected, params string[] arguments)
    {
        File.WriteAllText(folder.File("file"), "");
        // A header of two bytes that names no tensors: there, and never opened.
        File.WriteAllBytes(folder.File("model.safetensors"), [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}']);
        Run(2, expected, arguments);
        Assert.Equal(["file", "model.safetensors"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_model_that_would_take_the_place_of_another_file_is_refused()
    {
        Run(0, "Model:", Small);
        Run(2, "run.json would be replaced", "import", "run/model.safetensors", "--network", "mlp:8", "--data", "glyphs", "--mean", "0", "--std", "1", "--out", "run/run.safetensors");
        Assert.Equal(RunStatus.Done, RunDirectory.Open(folder.File("run")).ReadManifest().Status);
    }

    [Fact]
    public void A_second_process_at_one_run_is_told_whose_it_is_and_readers_are_not_kept_out()
    {
        Ended(0, "Model:", DistillCommand.Run(folder.Path, Small));
        var run = RunDirectory.Open(folder.File("run"));
        run.WriteManifest(run.ReadManifest().Interrupted());
        using (run.Claim())
        {
            Run(2, $"run is being worked on by process {Environment.ProcessId} on {Environment.MachineName} since", "train", "--resume", "run");
            Ended(0, "report.html", DistillCommand.Run(folder.Path, "report", "run"));
            Ended(0, "errors", DistillCommand.Run(folder.Path, "evaluate", "run/model.safetensors", "--data", "glyphs"));
        }

        Ended(0, "Model:", DistillCommand.Run(folder.Path, "train", "--resume", "run"));
    }

    [Fact]
    public void A_file_system_without_locks_is_found_out()
    {
        var result = DistillProcess.Run(folder.Path, [("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", "1")], Small);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("is on a file system that does not lock files", result.Error, StringComparison.Ordinal);
    }

    private void Run(int code, string expected, params string[] arguments) => Ended(code, expected, DistillProcess.Run(folder.Path, arguments));

    private static void Ended(int code, string expected, DistillProcess result)
    {
        Assert.True(result.ExitCode == code, $"{result.ExitCode}: {result.Error}");
        Assert.Contains(expected, result.Error + result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(AtomicFile.TemporarySuffix, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}
