using Distill.Data;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Training;
using Distill.Training.Hints;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;
using static TorchSharp.torch;

namespace Distill.Tests.Training;

/// <summary>Students that are trained at once and teach each other.</summary>
[Collection(nameof(DefaultGenerator))]
public sealed class PeerTests
{
    private const double Temperature = 2, HardWeight = 0.4;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StepsAreThoseOfALoopWrittenByHand(bool byAgreement)
    {
        using var scope = NewDisposeScope();
        Classifier[] students = [Tasks.Student(1), Tasks.Student(2), Tasks.Student(3, new MlpSpec { Widths = [10] })];
        Classifier[] twins = [Tasks.Student(1), Tasks.Student(2), Tasks.Student(3, new MlpSpec { Widths = [10] })];
        var options = Tasks.Options with { Duration = Duration.Steps(6), Optimizer = new SgdOptions { Momentum = 0.9 } };
        var task = new TrainingTask(students[0], Tasks.Examples(), Objective(byAgreement), options) { Peers = students[1..] };
        using (var trainer = new Trainer(task))
        {
            Assert.Empty(trainer.Warnings);
            Assert.True(trainer.Run().Completed);
        }

        var view = Tasks.Examples();
        var order = new EpochOrder(view.Count, options.Seed);
        var optimizers = Array.ConvertAll(twins, twin => optim.SGD(twin.parameters(), 1, momentum: 0.9));
        for (var step = 0; step < 6; step++)
        {
            using var batch = view.Read(order.Positions(step / 5).AsSpan(step % 5 * 16, Math.Min(16, 70 - (step % 5 * 16))));
            var logits = Array.ConvertAll(twins, twin => twin.call(batch.Inputs));
            var probabilities = Array.ConvertAll(logits, answer => (answer / Temperature).softmax(1).detach());
            for (var student = 0; student < twins.Length; student++)
            {
                var others = (probabilities.Aggregate((sum, next) => sum + next) - probabilities[student]) / (twins.Length - 1);
                var cases = -(others * (logits[student] / Temperature).log_softmax(1)).sum(1);
                var soft = (byAgreement ? cases * Agreement([.. probabilities.Where((_, number) => number != student)]) : cases).mean() * (Temperature * Temperature * (1 - HardWeight));
                var loss = soft + (nn.functional.cross_entropy(logits[student], batch.Labels) * HardWeight);
                twins[student].zero_grad();
                loss.backward();
                optimizers[student].ParamGroups.Single().LearningRate = options.Schedule.At(step, new TrainingLength(6, 5));
                optimizers[student].step();
            }
        }

        foreach (var ((name, mine), (_, theirs)) in students.SelectMany(student => student.State()).Zip(twins.SelectMany(twin => twin.State())))
        {
            Assert.True((mine - theirs).abs().max().item<float>() < 1e-5f, name);
        }
    }

    [Theory]
    [InlineData(Precision.F32)]
    [InlineData(Precision.Bf16)]
    public void StoppedAtAnyStepAllEndWithTheSameBytes(Precision precision)
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
    public void OtherPeersAreAnotherTraining()
    {
        using var folder = new TemporaryFolder();
        Train(folder.Path, Precision.F32, 3);
        using var student = ConvNet(1);
        using var peer = ConvNet(7);
        var refused = Assert.Throws<DistillException>(() => new Trainer(Task(student, [peer], Precision.F32), folder.Path));
        Assert.Contains("peer 1's starting weights", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatDoesNotGoTogetherIsRefused()
    {
        using var student = Tasks.Student(1);
        using var peer = Tasks.Student(2);
        using var wide = Tasks.Student(3, classes: 5);
        using var teacher = new PixelTeacher();
        var task = new TrainingTask(student, Tasks.Examples(), new Distillation(Temperature, HardWeight), Tasks.Options) { Peers = [peer] };
        task.Validate();
        Refused("one and the same", task with { Peers = [student] });
        Refused("one and the same", task with { Peers = [peer, peer] });
        Refused("how much the other students agree, and there is one other", task with { Objective = LaterObjectives.ByAgreement(new SoftTargetMatching(2)) });
        Refused("peer 1 takes 1×8×8 and has 5 classes", task with { Peers = [wide] });
        Refused("wants no soft targets", task with { Objective = new HardLabels() });
        Refused("there is another teacher", task with { Teacher = teacher });
        Refused("there is another teacher", task with { MeanTeacher = 0.9 });
        Refused("hints or vectors are for one student alone", task with { Hints = new HintMatching(wide, [("relu1", "relu1")]) });

        static void Refused(string expected, TrainingTask task) =>
            Assert.Contains(expected, Assert.Throws<DistillException>(task.Validate).Message, StringComparison.Ordinal);
    }

    private static Classifier ConvNet(long seed) => Tasks.Student(seed, new ConvNetSpec { Channels = [4], Hidden = 6, Dropout = 0.2 });

    private static TrainingTask Task(Classifier student, IReadOnlyList<Classifier> peers, Precision precision) =>
        new(student, Tasks.Examples(), new Distillation(Temperature, HardWeight), Tasks.Options with { Precision = precision, RecordEvery = Duration.Steps(1) })
        {
            Peers = peers,
            HeldOut = Tasks.Examples(30, seed: 2),
        };

    private static Fingerprint[] Train(string folder, Precision precision, int? stop)
    {
        Classifier[] students = [ConvNet(1), ConvNet(2), ConvNet(3)];
        using var source = new CancellationTokenSource();
        using var trainer = new Trainer(Task(students[0], students[1..], precision), folder);
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
        var found = Array.ConvertAll(students, student => student.Fingerprint());
        Array.ForEach(students, student => student.Dispose());
        return found;
    }

    private static IObjective Objective(bool byAgreement) => byAgreement
        ? LaterObjectives.Sum((1 - HardWeight, LaterObjectives.ByAgreement(new SoftTargetMatching(Temperature))), (HardWeight, new HardLabels()))
        : new Distillation(Temperature, HardWeight);

    // Of two: the entropy of the mean less the mean of entropies, in bits.
    private static Tensor Agreement(Tensor[] two)
    {
        static Tensor Entropy(Tensor p) => -(p * p.log2()).sum(1);
        return 1 - (Entropy((two[0] + two[1]) / 2) - ((Entropy(two[0]) + Entropy(two[1])) / 2));
    }
}
