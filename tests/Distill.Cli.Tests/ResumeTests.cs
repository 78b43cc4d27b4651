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
        Assert.Contains($"What is done is kept; once that is mended, resume with: distill train --resume \"{path}\"", failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failed.Error, StringComparison.Ordinal);
        Assert.Contains("   at ", Distill("train", "--resume", path, "--verbose").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_that_is_found_before_anything_is_done_offers_nothing_to_go_on_with()
    {
        var mistake = Distill("train", "--data", "mnits", "--network", "mlp:8", "--out", "run");
        Assert.Equal(2, mistake.ExitCode);
        Assert.DoesNotContain("resume with", mistake.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_fails_at_once_says_so_and_leaves_its_folder_to_the_same_command()
    {
        Directory.CreateDirectory(folder.File("photos"));
        string[] train = ["train", "--data", "photos", "--network", "linear", "--epochs", "1", "--out", "run"];
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var failed = Distill(train);
            Assert.Equal(2, failed.ExitCode);
            Assert.Contains("photos has no", failed.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("resume with", failed.Error, StringComparison.Ordinal);
            var manifest = RunDirectory.Open(folder.File("run")).ReadManifest();
            Assert.Equal(RunStatus.Failed, manifest.Status);
            Assert.Contains("photos has no", manifest.Message, StringComparison.Ordinal);
        }

        ColourPhotos.Write(folder.File("photos"));
        Assert.Equal(0, Distill(train).ExitCode);
        Assert.Contains("exists and is not empty", Distill(train).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_goes_on_from_any_folder_and_says_where_it_looked_for_what_is_gone()
    {
        Directory.CreateDirectory(folder.File("work"));
        var elsewhere = Directory.CreateDirectory(folder.File("elsewhere")).FullName;
        ColourPhotos.Write(folder.File("work/photos"));
        string[] train = ["train", "--data", "photos", "--network", "linear", "--epochs", "1", "--out", "run"];
        Assert.Equal(0, DistillCommand.Run(folder.File("work"), train).ExitCode);
        var path = folder.File("work/run");
        var model = File.ReadAllBytes(Path.Combine(path, "model.safetensors"));

        Reopen();
        var resumed = DistillCommand.Run(elsewhere, "train", "--resume", "../work/run");
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Equal(model, File.ReadAllBytes(Path.Combine(path, "model.safetensors")));
        Assert.Equal(0, DistillCommand.Run(elsewhere, "export", "../work/run", "--out", "student.onnx").ExitCode);

        Directory.Move(folder.File("work/photos"), folder.File("elsewhere/photos"));
        Reopen();
        Assert.Equal(0, DistillCommand.Run(elsewhere, "train", "--resume", "../work/run").ExitCode);

        Directory.Move(folder.File("elsewhere/photos"), folder.File("gone"));
        Reopen();
        var lost = DistillCommand.Run(elsewhere, "train", "--resume", "../work/run");
        Assert.Equal(2, lost.ExitCode);
        Assert.Contains($"'photos' is neither in {folder.File("work")}, where the run was made, nor in {elsewhere}.", lost.Error, StringComparison.Ordinal);

        void Reopen()
        {
            var run = RunDirectory.Open(path);
            run.WriteManifest(run.ReadManifest().Interrupted());
        }
    }

    [Fact]
    public void The_quickstart_takes_up_its_own_run_and_no_options_beside_it()
    {
        Assert.Contains("There is no folder nowhere", Distill("quickstart", "--resume", "nowhere").Error, StringComparison.Ordinal);
        var mistake = Distill("quickstart", "--resume", "nowhere", "--full", "--seeds", "3");
        Assert.Equal(2, mistake.ExitCode);
        Assert.Contains("leave out --full, --seeds", mistake.Error, StringComparison.Ordinal);
    }

    private DistillProcess Distill(params string[] arguments) => DistillCommand.Run(folder.Path, arguments);
}
