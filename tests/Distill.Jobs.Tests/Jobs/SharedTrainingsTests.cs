using Distill.Data;
using Distill.Data.Glyphs;
using Distill.Jobs.Members;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Training;

namespace Distill.Jobs.Tests.Jobs;

public sealed class SharedTrainingsTests : IDisposable
{
    private static readonly ExampleView Examples = new(new GlyphSource(new GlyphOptions { Count = 64 }).InMemory());

    private static readonly ModelSpec Spec = new(Examples.Shape, [.. Examples.ClassNames], Normalisation.None, new MlpSpec { Widths = [8] });

    private readonly TemporaryFolder folder = new();
    private readonly RunDirectory parent;

    public SharedTrainingsTests() => parent = RunDirectory.CreateAt(folder.File("run"), Manifests.Of(new TrainingOptions()));

    private static IReadOnlyList<(string Label, MemberTraining Training)> Trainings =>
    [
        .. Enumerable.Range(1, 3).Select(seed => (
            $"seed {seed}",
            new MemberTraining("net", Spec, Examples, null, new HardLabels(), null, new TrainingOptions { Duration = Duration.Steps(2), BatchSize = 16, Seed = seed }))),
    ];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WhatAnotherProcessTrainsIsWaitedForAndNotTrainedTwice()
    {
        var another = FileClaim.TryTake(parent.MemberClaimPath("net", 1))!;
        DateTime written = default;
        var done = SharedTrainings.All(parent, Trainings, new JobContext
        {
            Progress = new OnWaiting(() =>
            {
                // The others are done meanwhile.
                Assert.All([2L, 3], seed => Assert.True(File.Exists(Model(seed))));
                if (another is not null)
                {
                    Trainings[0].Training.In(parent, new JobContext());
                    written = File.GetLastWriteTimeUtc(Model(1));
                    another.Dispose();
                    another = null;
                }
            }),
        });

        Assert.Equal([Model(1), Model(2), Model(3)], done.Select(training => training.Run.ModelPath));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Model(1)));
        Assert.Null(another);
    }

    [Fact]
    public void WhatAnEndedProcessBeganIsTrainedHere()
    {
        FileClaim.TryTake(parent.MemberClaimPath("net", 2))!.Dispose();
        Assert.Equal(3, SharedTrainings.All(parent, Trainings, new JobContext()).Count);
        Assert.All([1L, 2, 3], seed => Assert.True(File.Exists(Model(seed))));
    }

    [Fact]
    public void TheWaitingCanBeStopped()
    {
        using var another = FileClaim.TryTake(parent.MemberClaimPath("net", 3))!;
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            SharedTrainings.All(parent, Trainings, new JobContext { Progress = new OnWaiting(stop.Cancel), CancellationToken = stop.Token }));
        Assert.False(File.Exists(Model(3)));
    }

    private string Model(long seed) => Path.Combine(parent.MemberPath("net", seed), "model.safetensors");

    private sealed class OnWaiting(Action then) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            if (value.Task.StartsWith("waiting", StringComparison.Ordinal))
            {
                then();
            }
        }
    }
}
