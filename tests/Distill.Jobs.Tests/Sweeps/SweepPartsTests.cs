using System.Text.Json;
using Distill.Jobs.Sweeps;
using Distill.Runs;

namespace Distill.Jobs.Tests.Sweeps;

/// <summary>A sweep whose architectures several processes train, each a part.</summary>
public sealed class SweepPartsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Parts_sweep_each_architecture_once_and_the_whole_takes_them_up()
    {
        var whole = SmallSweep.Run(SmallSweep.Grid, SmallSweep.Directory(folder.File("whole")));
        var run = SmallSweep.Directory(folder.File("parts"));
        var told = new Told();
        var context = new JobContext { Progress = told, CancellationToken = TestContext.Current.CancellationToken };
        Assert.Equal(["mlp-16-8"], RunPart(new WorkPart(2, 2), run, context));
        Assert.Equal(["mlp-12"], RunPart(new WorkPart(1, 2), run, context));
        Assert.Empty(RunPart(new WorkPart(3, 3), run, context));
        Assert.False(File.Exists(run.SweepPath));
        Assert.Contains(told.Tasks, task => task.Contains("training", StringComparison.Ordinal));
        told.Tasks.Clear();
        var merged = SmallSweep.Run(SmallSweep.Grid, run, told);
        Assert.DoesNotContain(told.Tasks, task => task.Contains("training", StringComparison.Ordinal));
        Assert.Equal(JsonSerializer.Serialize(SmallSweep.WithoutSeconds(whole)), JsonSerializer.Serialize(SmallSweep.WithoutSeconds(merged)));
        Assert.DoesNotContain(Directory.GetFiles(run.Path, "*", SearchOption.AllDirectories), file => file.EndsWith(".claim", StringComparison.Ordinal));
    }

    [Fact]
    public void An_architecture_of_another_process_is_waited_for()
    {
        var run = SmallSweep.Directory(folder.File("run"));
        var claim = FileClaim.TryTake(run.NetworkPath("mlp-12") + ".claim")!;
        using var release = new Timer(_ => claim.Dispose(), null, TimeSpan.FromSeconds(0.3), Timeout.InfiniteTimeSpan);
        Assert.Equal(["mlp-12"], RunPart(new WorkPart(1, 2), run, new() { CancellationToken = TestContext.Current.CancellationToken }));
    }

    private static IReadOnlyList<string> RunPart(WorkPart part, RunDirectory run, JobContext context)
    {
        using var teacher = SmallSweep.Teacher();
        return SweepRunner.RunPart(new SweepTask(SmallSweep.Grid, SmallSweep.Examples, SmallSweep.HeldOut, SmallSweep.Test, teacher), part, run, context);
    }

    private sealed class Told : IProgress<WorkProgress>
    {
        public List<string> Tasks { get; } = [];

        public void Report(WorkProgress value) => Tasks.Add(value.Task);
    }
}
