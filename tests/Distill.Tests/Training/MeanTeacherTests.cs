using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Training;
using Distill.Training.Optimizers;
using static TorchSharp.torch;

namespace Distill.Tests.Training;

/// <summary>Trainings whose teacher is the running mean of the student.</summary>
[Collection(nameof(DefaultGenerator))]
public sealed class MeanTeacherTests
{
    [Fact]
    public void ItIsTheMeanOfTheWeightsThatTheStepsLeft()
    {
        using var scope = NewDisposeScope();
        using var student = Tasks.Student(network: new ConvNetSpec { Channels = [3], Hidden = 0 });
        using var mean = new MeanStudent(student, Precision.F32, 0.5);
        List<double[][]> after = [Numbers(student.State())];
        for (var step = 1; step <= 12; step++)
        {
            using (no_grad())
            {
                foreach (var (_, value) in student.State())
                {
                    value.copy_(value.Times(0.9).Plus(0.01 * step));
                }
            }

            mean.Follow(student.State().Select(pair => pair.Value), step);
            after.Add(Numbers(student.State()));
        }

        // By hand: a share that grows to the decay.
        var wanted = after[0];
        for (var step = 1; step <= 12; step++)
        {
            var kept = Math.Min(0.5, (1.0 + step) / (10 + step));
            wanted = [.. wanted.Zip(after[step], (own, theirs) => own.Zip(theirs, (old, now) => (kept * old) + ((1 - kept) * now)).ToArray())];
        }

        foreach (var (found, right) in Numbers(mean.State()).SelectMany(numbers => numbers).Zip(wanted.SelectMany(numbers => numbers)))
        {
            Assert.Equal(right, found, 1e-6);
        }
    }

    [Theory]
    [InlineData(Precision.F32)]
    [InlineData(Precision.Bf16)]
    public void StoppedAtAnyStepItEndsWithTheSameBytes(Precision precision)
    {
        using var folder = new TemporaryFolder();
        var whole = Train(folder.File("whole"), precision, null);
        for (var stop = 2; stop < 10; stop += 3)
        {
            Train(folder.File($"stopped-{stop}"), precision, stop);
            Assert.Equal(whole, Train(folder.File($"stopped-{stop}"), precision, null));
        }
    }

    [Fact]
    public void TheStudentLearnsFromIt()
    {
        using var alone = Tasks.Student();
        using var taught = Tasks.Student();
        using (var trainer = new Trainer(Tasks.Hard(alone)))
        {
            trainer.Run();
        }

        using (var trainer = new Trainer(Task(taught)))
        {
            Assert.Empty(trainer.Warnings);
            trainer.Run();
        }

        Assert.NotEqual(alone.Fingerprint(), taught.Fingerprint());
    }

    [Fact]
    public void AnotherDecayIsAnotherTraining()
    {
        using var folder = new TemporaryFolder();
        Train(folder.Path, Precision.F32, 3);
        using var student = Tasks.Student(network: new ConvNetSpec { Channels = [4], Hidden = 6, Dropout = 0.2 });
        var refused = Assert.Throws<DistillException>(() => new Trainer(Task(student) with { MeanTeacher = 0.8, Options = Tasks.Options with { RecordEvery = Duration.Steps(1) } }, folder.Path));
        Assert.Contains("mean teacher: 0.9 in the checkpoint, 0.8 now", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void ADecayOutOfRangeIsRefused(double decay)
    {
        using var student = Tasks.Student();
        var refused = Assert.Throws<DistillException>(() => (Task(student) with { MeanTeacher = decay }).Validate());
        Assert.Contains("the decay of the mean teacher is", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoTeachersAndAnObjectiveOfLabelsAreRefused()
    {
        using var student = Tasks.Student();
        using var other = new PixelTeacher();
        Assert.Contains("leave one of them out", Assert.Throws<DistillException>(() => (Task(student) with { Teacher = other }).Validate()).Message, StringComparison.Ordinal);
        Assert.Contains("wants no soft targets", Assert.Throws<DistillException>(() => (Task(student) with { Objective = new HardLabels() }).Validate()).Message, StringComparison.Ordinal);
    }

    private static TrainingTask Task(Classifier student, Precision precision = Precision.F32) =>
        new(student, Tasks.Examples(), new Distillation(2, 0.5), Tasks.Options with { Precision = precision }) { MeanTeacher = 0.9, HeldOut = Tasks.Examples(30, seed: 2) };

    private static Fingerprint Train(string folder, Precision precision, int? stop)
    {
        using var student = Tasks.Student(network: new ConvNetSpec { Channels = [4], Hidden = 6, Dropout = 0.2 });
        using var source = new CancellationTokenSource();
        using var trainer = new Trainer(Task(student, precision) with { Options = Tasks.Options with { Precision = precision, RecordEvery = Duration.Steps(1) } }, folder);
        var result = trainer.Run(
            [new Recorder(record =>
            {
                if (record.Step == stop)
                {
                    source.Cancel();
                }
            })],
            cancellationToken: source.Token);
        Assert.Equal(stop is null, result.Completed);
        return student.Fingerprint();
    }

    private static double[][] Numbers(IEnumerable<(string Name, Tensor Value)> state) =>
        [.. state.Select(pair => pair.Value.detach().to(ScalarType.Float64).flatten().data<double>().ToArray())];
}
