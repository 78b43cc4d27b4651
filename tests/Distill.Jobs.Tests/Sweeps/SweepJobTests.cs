using System.Text.Json;
using Distill.Jobs.Recipes;
using Distill.Jobs.Sweeps;
using Distill.Models;
using Distill.Runs;
using Distill.Runs.Results.Sweeps;

namespace Distill.Jobs.Tests.Sweeps;

public sealed class SweepJobTests
{
    [Fact]
    public void Own_examples_are_swept_in_a_folder_of_their_own_and_taken_up_there()
    {
        using var folder = new TemporaryFolder();
        var grid = SmallSweep.Grid with { Networks = [new MlpSpec { Widths = [12] }], Seeds = [1, 2] };

        var sweep = Run(grid, folder.File("sweep"));

        var run = RunDirectory.Open(folder.File("sweep"));
        var manifest = run.ReadManifest();
        Assert.Equal((RunKind.Sweep, RunStatus.Done), (manifest.Kind, manifest.Status));
        Assert.Equal(["heldOut", "test", "train"], manifest.Data.Keys.Order());
        Assert.Equal(Text(sweep), Text(SweepJob.Finished(run)!));
        // Even the seconds: nothing is trained again.
        Assert.Equal(Text(sweep), Text(Run(grid, run.Path)));
        Assert.Throws<DistillException>(() => Run(grid with { Temperatures = [2] }, run.Path));
    }

    private static Sweep Run(SweepGrid grid, string path)
    {
        using var teacher = SmallSweep.Teacher();
        return SweepJob.Run(
            grid, "small", path, SmallSweep.Examples, SmallSweep.HeldOut, SmallSweep.Test, teacher, new() { CancellationToken = TestContext.Current.CancellationToken });
    }

    private static string Text(Sweep sweep) => JsonSerializer.Serialize(sweep, RunJson.Options);
}
