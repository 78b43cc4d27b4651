using Distill.Runs;

namespace Distill.Cli.Tests;

public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_done_is_said_to_be_and_what_fails_tells_what_goes_on_with_it()
    {
        var path = folder.File("my run");
        var first = Distill("train", "--data", "glyphs", "--limit", "200", "--network", "mlp:8", "--epochs", "1", "--out", "my run");
        Assert.True(first.ExitCode == 0, first.Error);
        Assert.StartsWith($"Run:    {path}", first.Error, StringComparison.Ordinal);

        var again = Distill("train", "--resume", path);
        Assert.Equal(0, again.ExitCode);
        Assert.StartsWith($"Already done: {path}", again.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(" 0.0 examples/s", again.Error, StringComparison.Ordinal);

        var run = RunDirectory.Open(path);
        run.WriteManifest(run.ReadManifest().Interrupted());
        foreach (var checkpoint in Directory.GetFiles(run.CheckpointsPath))
        {
            File.WriteAllText(checkpoint, "damaged");
        }

        var failed = Distill("train", "--resume", path);
        Assert.NotEqual(0, failed.ExitCode);
        Assert.Contains($"What is done is kept; once that is mended, go on with: distill train --resume \"{path}\"", failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failed.Error, StringComparison.Ordinal);
        Assert.Contains("   at ", Distill("train", "--resume", path, "--verbose").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_that_is_found_before_anything_is_done_offers_nothing_to_go_on_with()
    {
        var mistake = Distill("train", "--data", "mnits", "--network", "mlp:8", "--out", "run");
        Assert.Equal(2, mistake.ExitCode);
        Assert.DoesNotContain("go on with", mistake.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_quickstart_takes_up_its_own_run_and_no_options_beside_it()
    {
        Assert.Contains("There is no folder nowhere", Distill("quickstart", "--resume", "nowhere").Error, StringComparison.Ordinal);
        var mistake = Distill("quickstart", "--resume", "nowhere", "--full", "--seeds", "3");
        Assert.Equal(2, mistake.ExitCode);
        Assert.Contains("leave out --full, --seeds", mistake.Error, StringComparison.Ordinal);
    }

    private DistillProcess Distill(params string[] arguments) => DistillProcess.Run(folder.Path, arguments);
}
