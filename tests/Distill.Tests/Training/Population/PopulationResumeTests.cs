using Distill.Data;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Runs.Metrics;
using Distill.Training;
using Distill.Training.Checkpoints;
using Distill.Training.Optimizers;
using Distill.Training.Population;
using Distill.Training.Schedules;

namespace Distill.Tests.Training.Population;

/// <summary>A population that is stopped and taken up again ends with the same bytes as one that never stopped.</summary>
public sealed class PopulationResumeTests
{
    private static readonly TrainingOptions Rich = Tasks.Options with
    {
        Augmentation = new Augmentation { Shift = 1, Flip = true },
        GradientClip = 3,
        WeightDecay = 0.01,
        RecordEvery = Duration.Steps(1),
    };

    public static TheoryData<TrainingOptions, bool> Trainings => new()
    {
        { Rich, true },
        { Rich with { Optimizer = new AdamOptions(), Precision = Precision.Bf16 }, false },
    };

    [Theory]
    [MemberData(nameof(Trainings))]
    public void StoppedAtAnyStepItEndsWithTheSameBytes(TrainingOptions options, bool diverges)
    {
        using var folder = new TemporaryFolder();
        var whole = Train(options, folder.File("whole"));
        Assert.Equal(diverges, whole.Members[2].Failure is not null);
        foreach (var stop in new[] { 1, 4, 9 })
        {
            var path = folder.File($"stopped-{stop}");
            using var cancellation = new CancellationTokenSource();
            var first = Train(options, path, new Recorder(record =>
            {
                if (record.Step == stop)
                {
                    cancellation.Cancel();
                }
            }), cancellation.Token);
            Assert.False(first.Result.Completed);

            var second = Train(options, path);

            Assert.Equal(whole.Members, second.Members);
            foreach (var file in Directory.EnumerateFiles(folder.File("whole")).Select(Path.GetFileName))
            {
                Assert.Equal(File.ReadAllBytes(Path.Combine(folder.File("whole"), file!)), File.ReadAllBytes(Path.Combine(path, file!)));
            }
        }
    }

    [Fact]
    public void AnotherPopulationIsRefusedWithWhatDiffers()
    {
        using var folder = new TemporaryFolder();
        Train(Rich, folder.File("run"));
        var members = Members();
        PopulationMember[] others = [.. members.Take(4), members[4] with { Schedule = new ConstantRate { Rate = 0.5 } }, members[5] with { Objective = new SoftTargetMatching(2) }];
        using var teacher = new PixelTeacher();

        var message = Assert.Throws<DistillException>(() => new PopulationTrainer(Populations.Of(others, teacher, Rich), Path.Combine(folder.File("run"), "checkpoints"))).Message;

        Assert.Contains("member 6 (logits), objective: matching of logits in the checkpoint, soft targets at T = 2 now", message);
        Assert.Contains("member 5 (labels), schedule rate: 0.02 in the checkpoint, 0.5 now", message);
        Assert.DoesNotContain("member 1", message);
        Populations.Dispose(members);
    }

    [Fact]
    public void ADamagedCheckpointIsRefused()
    {
        using var folder = new TemporaryFolder();
        Train(Rich, folder.File("run"));
        var path = Path.Combine(folder.File("run"), "checkpoints", CheckpointFolder.NewestName);
        var bytes = File.ReadAllBytes(path);
        var progress = bytes.AsSpan().LastIndexOf("members"u8);
        var otherKey = bytes.ToArray();
        otherKey[progress] = (byte)'n';
        foreach (var damaged in new[] { [], bytes[..100], bytes[..^1], otherKey })
        {
            File.WriteAllBytes(path, damaged);

            Assert.Throws<DistillException>(() => Train(Rich, folder.File("run")));
        }
    }

    // One of them diverges at once.
    private static PopulationMember[] Members() =>
        [.. Populations.Mixed().Select((member, number) => number == 2 ? member with { Schedule = new ConstantRate { Rate = 1000 }, Objective = new SoftTargetMatching(1000) } : member)];

    private static (TrainingResult Result, IReadOnlyList<MemberResult> Members) Train(
        TrainingOptions options, string folder, Recorder? recorder = null, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder);
        var members = Members();
        using var teacher = new PixelTeacher();
        using var trainer = new PopulationTrainer(Populations.Of(members, teacher, options), Path.Combine(folder, "checkpoints"));
        var writers = members.Select((_, number) => MetricsWriter.ResumeAfter(Path.Combine(folder, $"{number}.jsonl"), trainer.Step)).ToArray();
        var result = trainer.Run(number => recorder is not null && number == 0 ? [writers[number], recorder] : [writers[number]], cancellationToken: cancellation);
        Array.ForEach(writers, writer => writer.Dispose());
        for (var number = 0; number < members.Length; number++)
        {
            ModelFile.Save(Path.Combine(folder, $"{number}-last.safetensors"), members[number].Student);
            trainer.CopyBestTo(number, members[number].Student);
            ModelFile.Save(Path.Combine(folder, $"{number}-best.safetensors"), members[number].Student);
        }

        Populations.Dispose(members);
        return (result, trainer.Members);
    }
}
