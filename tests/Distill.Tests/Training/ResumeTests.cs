using Distill.Data;
using Distill.Models;
using Distill.Runs;
using Distill.Runs.Metrics;
using Distill.Training;
using Distill.Training.Checkpoints;
using Distill.Training.Optimizers;

namespace Distill.Tests.Training;

/// <summary>A training that is stopped and taken up again ends with the same bytes as one that never stopped.</summary>
[Collection(nameof(DefaultGenerator))]
public sealed class ResumeTests
{
    private static readonly TrainingOptions Rich = Tasks.Options with
    {
        Augmentation = new Augmentation { Shift = 1, Flip = true },
        GradientClip = 3,
        WeightDecay = 0.01,
        RecordEvery = Duration.Steps(1),
    };

    private static readonly MlpSpec Dropping = new() { Widths = [24, 20], InputDropout = 0.2, HiddenDropout = 0.5, MaxNorm = 2 };

    public static TheoryData<TrainingOptions, NetworkSpec> Trainings => new()
    {
        { Rich, Dropping },
        { Rich with { Precision = Precision.Bf16 }, Dropping },
        { Rich with { Optimizer = new AdamOptions() }, Dropping },
        { Rich with { Optimizer = new AdamWOptions(), Precision = Precision.Bf16 }, new ConvNetSpec { Channels = [4, 6], Hidden = 10, Dropout = 0.3 } },
        { Rich with { Optimizer = new SgdOptions { Nesterov = true } }, new ResNetSpec { Depth = 8, Width = 4 } },
    };

    [Theory]
    [MemberData(nameof(Trainings))]
    public void StoppedAtAnyStepItEndsWithTheSameBytes(TrainingOptions options, NetworkSpec network)
    {
        using var folder = new TemporaryFolder();
        var whole = Train(options, network, folder.File("whole"));
        for (var stop = 1; stop < 10; stop += 2)
        {
            var path = folder.File($"stopped-{stop}");
            using var cancellation = new CancellationTokenSource();
            var first = Train(options, network, path, new Recorder(record =>
            {
                if (record.Step == stop)
                {
                    cancellation.Cancel();
                }
            }), cancellationToken: cancellation.Token);
            Assert.False(first.Result.Completed);
            Assert.Equal(stop, first.Result.Steps);

            var second = Train(options, network, path);

            Assert.Equal(whole.Result with { ExamplesPerSecond = 0 }, second.Result with { ExamplesPerSecond = 0 });
            Assert.Equal(File.ReadAllBytes(whole.File("last.safetensors")), File.ReadAllBytes(second.File("last.safetensors")));
            Assert.Equal(File.ReadAllBytes(whole.File("best.safetensors")), File.ReadAllBytes(second.File("best.safetensors")));
            Assert.Equal(File.ReadAllBytes(whole.File("metrics.jsonl")), File.ReadAllBytes(second.File("metrics.jsonl")));
        }
    }

    [Fact]
    public void KilledBetweenAnyTwoStepsItEndsWithTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        var whole = Train(Rich, Dropping, folder.File("whole"));
        var checkpoint = Path.Combine("checkpoints", CheckpointFolder.NewestName);
        var killed = folder.File("killed");
        // What a kill leaves: the checkpoint of some step, and metrics of later ones.
        Train(Rich with { CheckpointMinutes = 0 }, Dropping, killed, new Recorder(record =>
        {
            if (record.Step is 2 or 5 or 8)
            {
                var copy = folder.File($"killed-before-{record.Step}");
                Directory.CreateDirectory(Path.Combine(copy, "checkpoints"));
                File.Copy(Path.Combine(killed, checkpoint), Path.Combine(copy, checkpoint), overwrite: true);
                File.Copy(Path.Combine(killed, "metrics.jsonl"), Path.Combine(copy, "metrics.jsonl"), overwrite: true);
            }
        }));
        foreach (var step in new[] { 2, 5, 8 })
        {
            var resumed = Train(Rich, Dropping, folder.File($"killed-before-{step}"));

            Assert.Equal(File.ReadAllBytes(whole.File("last.safetensors")), File.ReadAllBytes(resumed.File("last.safetensors")));
            Assert.Equal(File.ReadAllBytes(whole.File("best.safetensors")), File.ReadAllBytes(resumed.File("best.safetensors")));
            Assert.Equal(File.ReadAllBytes(whole.File("metrics.jsonl")), File.ReadAllBytes(resumed.File("metrics.jsonl")));
        }
    }

    [Fact]
    public void TheCheckpointOfACompletedTrainingGivesItsResultAgain()
    {
        using var folder = new TemporaryFolder();
        var first = Train(Rich, Dropping, folder.File("run"));
        var bytes = File.ReadAllBytes(first.File("last.safetensors"));

        var second = Train(Rich, Dropping, folder.File("run"));

        Assert.Equal(first.Result with { ExamplesPerSecond = 0 }, second.Result with { ExamplesPerSecond = 0 });
        Assert.Equal(bytes, File.ReadAllBytes(second.File("last.safetensors")));
    }

    [Fact]
    public void AnotherTrainingIsRefusedWithWhatDiffers()
    {
        using var folder = new TemporaryFolder();
        Train(Rich, Dropping, folder.File("run"));
        var options = Rich with { Optimizer = new SgdOptions { Momentum = 0.5 }, Seed = 8, CheckpointMinutes = 7 };

        var message = Assert.Throws<DistillException>(() => Train(options, Dropping, folder.File("run"), studentSeed: 77)).Message;

        Assert.Contains("option optimizer.momentum: 0.9 in the checkpoint, 0.5 now", message);
        Assert.Contains("option seed: 1 in the checkpoint, 8 now", message);
        Assert.Contains("student's starting weights", message);
        Assert.DoesNotContain("checkpointMinutes", message);
        Assert.DoesNotContain("training examples", message);
    }

    [Fact]
    public void ADamagedCheckpointIsRefused()
    {
        using var folder = new TemporaryFolder();
        Train(Rich, Dropping, folder.File("run"));
        var path = Path.Combine(folder.File("run"), "checkpoints", CheckpointFolder.NewestName);
        var bytes = File.ReadAllBytes(path);
        foreach (var length in new[] { 0, 7, 100, bytes.Length - 1 })
        {
            File.WriteAllBytes(path, bytes[..length]);

            Assert.Throws<DistillException>(() => Train(Rich, Dropping, folder.File("run")));
        }
    }

    [Fact]
    public void TheLastTwoCheckpointsAreKeptAndNoMore()
    {
        using var folder = new TemporaryFolder();
        Train(Rich with { CheckpointMinutes = 0 }, Dropping, folder.File("run"));
        Assert.Equal(
            [CheckpointFolder.OlderName, CheckpointFolder.NewestName],
            Directory.GetFiles(folder.File("run/checkpoints")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void WhereTheNewestCheckpointIsDamagedOrWasNotYetWrittenTheOneBeforeGivesTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        var whole = Train(Rich, Dropping, folder.File("whole"));
        foreach (var (name, damage) in new (string, Action<string>)[]
        {
            ("torn", path => File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1])), ("empty", path => File.WriteAllBytes(path, [])), ("missing", File.Delete),
        })
        {
            var run = Stopped(folder.File(name), step: 5);
            damage(Path.Combine(run, "checkpoints", CheckpointFolder.NewestName));
            var told = new Remarks();

            var resumed = Train(Rich, Dropping, run, progress: told);

            Assert.Equal(File.ReadAllBytes(whole.File("last.safetensors")), File.ReadAllBytes(resumed.File("last.safetensors")));
            Assert.Equal(File.ReadAllBytes(whole.File("best.safetensors")), File.ReadAllBytes(resumed.File("best.safetensors")));
            Assert.Equal(File.ReadAllBytes(whole.File("metrics.jsonl")), File.ReadAllBytes(resumed.File("metrics.jsonl")));
            Assert.Equal(name != "missing", told.All.Count == 1 && told.All[0].Contains("is damaged. Going on from the checkpoint before it", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void AfterNumbersThatWereNotFiniteTheNextStartGoesFurtherBack()
    {
        using var folder = new TemporaryFolder();
        var options = Rich with { CheckpointMinutes = 0 };
        var whole = Train(options, Dropping, folder.File("whole"));
        var checkpoints = folder.File("run/checkpoints");
        using (var student = Tasks.Student(3, Dropping))
        using (var teacher = new PixelTeacher(failsAtBatch: 7))
        using (var trainer = new Trainer(Tasks.Distilling(student, teacher, options), checkpoints))
        {
            teacher.Seen.Clear();
            Assert.Throws<DistillException>(() => trainer.Run());
            Assert.Equal([CheckpointFolder.OlderName], Directory.GetFiles(checkpoints).Select(Path.GetFileName));
        }

        using (var student = Tasks.Student(3, Dropping))
        using (var teacher = new PixelTeacher())
        using (var trainer = new Trainer(Tasks.Distilling(student, teacher, options), checkpoints))
        {
            Assert.Equal(5, trainer.Step);
        }

        // What failed was the machine; another start ends as if nothing had been.
        var mended = Train(options, Dropping, folder.File("run"));
        Assert.Equal(File.ReadAllBytes(whole.File("last.safetensors")), File.ReadAllBytes(mended.File("last.safetensors")));
    }

    [Fact]
    public void WhatAKilledWriterLeftBesideTheCheckpointIsNoHarm()
    {
        using var folder = new TemporaryFolder();
        var whole = Train(Rich, Dropping, folder.File("whole"));
        var checkpoints = Directory.CreateDirectory(Path.Combine(folder.File("run"), "checkpoints")).FullName;
        File.WriteAllBytes(Path.Combine(checkpoints, CheckpointFolder.NewestName + ".123" + AtomicFile.TemporarySuffix), new byte[99]);

        var run = Train(Rich, Dropping, folder.File("run"));

        Assert.Equal(File.ReadAllBytes(whole.File("last.safetensors")), File.ReadAllBytes(run.File("last.safetensors")));
    }

    private static Trained Train(
        TrainingOptions options, NetworkSpec network, string folder, Recorder? recorder = null, long studentSeed = 3, IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var student = Tasks.Student(studentSeed, network);
        using var teacher = new PixelTeacher();
        Directory.CreateDirectory(folder);
        using var trainer = new Trainer(Tasks.Distilling(student, teacher, options), Path.Combine(folder, "checkpoints"));
        var trained = new Trained(folder, null!);
        using (var metrics = MetricsWriter.ResumeAfter(trained.File("metrics.jsonl"), trainer.Step))
        {
            trained = trained with { Result = trainer.Run(recorder is null ? [metrics] : [metrics, recorder], progress, cancellationToken) };
        }

        ModelFile.Save(trained.File("last.safetensors"), student);
        trainer.CopyBestTo(student);
        ModelFile.Save(trained.File("best.safetensors"), student);
        return trained;
    }

    // Two checkpoints, the last of them at a step.
    private static string Stopped(string folder, int step)
    {
        using var cancellation = new CancellationTokenSource();
        Train(Rich with { CheckpointMinutes = 0 }, Dropping, folder, new Recorder(record =>
        {
            if (record.Step == step)
            {
                cancellation.Cancel();
            }
        }), cancellationToken: cancellation.Token);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(folder, "checkpoints")).Length);
        return folder;
    }

    private sealed class Remarks : IProgress<WorkProgress>
    {
        public List<string> All { get; } = [];

        public void Report(WorkProgress value)
        {
            if (value.Remark is { } remark)
            {
                All.Add(remark);
            }
        }
    }

    private sealed record Trained(string Folder, TrainingResult Result)
    {
        public string File(string name) => Path.Combine(Folder, name);
    }
}
