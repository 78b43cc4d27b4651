using Distill.Libtorch;
using Distill.Models;
using Distill.Models.Networks;
using Distill.Runs;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;
using static TorchSharp.torch;

namespace Distill.Tests.Training.Ranks;

[Collection(nameof(DefaultGenerator))]
public sealed class RankTests
{
    // The weights after one step are the weights before it less the gradient.
    private static readonly TrainingOptions OneStep = Tasks.Options with
    {
        Duration = Duration.Steps(1),
        BatchSize = 60,
        Optimizer = new SgdOptions(),
        Schedule = new ConstantRate { Rate = 1 },
    };

    public static TheoryData<string, int> Networks => new()
    {
        { "mlp", 2 }, { "mlp", 3 }, { "mlp", 7 }, { "conv", 2 }, { "conv", 3 }, { "conv", 7 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void TheGradientOfRanksIsThatOfOneProcess(string network, int size)
    {
        NetworkSpec spec = network == "mlp" ? new MlpSpec { Widths = [24, 20] } : new ConvNetSpec { Channels = [8, 12] };
        var alone = Gradient(null, spec);

        foreach (var together in ThreadRanks.Run(size, ranks => Gradient(ranks, spec)))
        {
            var (difference, length) = (0.0, 0.0);
            foreach (var (one, other) in alone.Zip(together))
            {
                difference += Math.Pow(one - other, 2);
                length += one * one;
            }

            Assert.InRange(Math.Sqrt(difference / length), 0, 1e-6);
        }
    }

    [Fact]
    public void AllRanksHaveTheSameBitsAndTheFirstAloneWrites()
    {
        using var folder = new TemporaryFolder();
        var models = Trained(folder, "whole", steps: 10);

        Assert.Equal(models[0], models[1]);
        Assert.NotEmpty(Directory.GetFiles(folder.File("whole-0")));
        Assert.Empty(Directory.GetFiles(folder.File("whole-1")));
    }

    [Fact]
    public void RanksThatResumeEndLikeThoseThatNeverStopped()
    {
        using var folder = new TemporaryFolder();
        var whole = Trained(folder, "whole", steps: 10);
        // What the second of two ranks finds is what the first wrote, as on a file system that they share.
        using var first = new CancellationTokenSource();
        var stopped = ThreadRanks.Run(2, ranks => Run(ranks, folder.File("shared"), observer: step => Stop(step, ranks, first), token: ranks.Rank == 1 ? first.Token : default));
        Assert.All(stopped, result => Assert.Equal(4, result.Steps));

        var resumed = ThreadRanks.Run(2, ranks => Run(ranks, folder.File("shared")));
        Assert.All(resumed, result => Assert.True(result.Completed));
        Assert.Equal(whole[0], resumed[0].Model);
        Assert.Equal(whole[0], resumed[1].Model);
    }

    [Fact]
    public void RanksThatWereGivenOtherTasksAreRefusedTogether()
    {
        var refusals = ThreadRanks.Run(2, ranks =>
        {
            using var student = Tasks.Student(seed: ranks.Rank);
            return Assert.Throws<DistillException>(() => new Trainer(Tasks.Hard(student) with { Ranks = ranks })).Message;
        });

        Assert.All(refusals, refusal => Assert.Contains("not the same at all 2 ranks", refusal, StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIsNotFiniteAtOneRankStopsAll()
    {
        var refusals = ThreadRanks.Run(2, ranks =>
        {
            using var student = Tasks.Student();
            using var teacher = new PixelTeacher(failsAtBatch: ranks.Rank == 1 ? 6 : null);
            using var trainer = new Trainer(Tasks.Distilling(student, teacher) with { Ranks = ranks, HeldOut = null });
            return Assert.Throws<DistillException>(() => trainer.Run()).Message;
        });

        Assert.All(refusals, refusal => Assert.Contains("the loss", refusal, StringComparison.Ordinal));
    }

    [Fact]
    public void ABatchWithFewerExamplesThanRanksIsRefused()
    {
        using var student = Tasks.Student();
        var task = Tasks.Hard(student, Tasks.Options with { BatchSize = 23 }) with { Ranks = new Alone(3) };

        var refusal = Assert.Throws<DistillException>(task.Validate);

        Assert.Contains("a batch of 1 examples cannot be shared by 3 ranks", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SharesOfADropoutMaskAreItsParts()
    {
        using var scope = NewDisposeScope();
        using var kept = new KeptGenerator();
        using var dropout = new SeededDropout(0.5);
        var input = ones(10, 37);
        manual_seed(5);
        var whole = dropout.call(input);
        manual_seed(5);
        Tensor part;
        using (SharedBatch.Of(new Alone(2), first: 4, count: 6, total: 10))
        {
            part = dropout.call(input[TensorIndex.Slice(4, 10)]);
        }

        Assert.True(part.eq(whole[TensorIndex.Slice(4, 10)]).all().item<bool>());
    }

    private static double[] Gradient(ICollective? ranks, NetworkSpec network)
    {
        using var scope = NewDisposeScope();
        using var student = Tasks.Student(network: network);
        var before = Numbers(student);
        using var trainer = new Trainer(Tasks.Hard(student, OneStep) with { Ranks = ranks });
        trainer.Run();
        return [.. before.Zip(Numbers(student), (was, now) => was - now)];
    }

    private static double[] Numbers(Classifier student) =>
        [.. student.Weights().SelectMany(pair => pair.Parameter.to(ScalarType.Float64).data<double>().ToArray())];

    private static string[] Trained(TemporaryFolder folder, string name, long steps) =>
        [.. ThreadRanks.Run(2, ranks => Run(ranks, folder.File($"{name}-{ranks.Rank}"), steps).Model)];

    private static (long Steps, bool Completed, string Model) Run(
        ICollective ranks, string checkpoints, long steps = 10, Action<long>? observer = null, CancellationToken token = default)
    {
        using var student = Tasks.Student();
        using var trainer = new Trainer(
            Tasks.Hard(student, Tasks.Options with { Duration = Duration.Steps(steps), RecordEvery = Duration.Steps(1) }) with { Ranks = ranks, HeldOut = Tasks.Examples(30, seed: 2) },
            checkpoints);
        var result = trainer.Run(observer is null ? [] : [new Recorder(record => observer(record.Step))], cancellationToken: token);
        return (result.Steps, result.Completed, student.Fingerprint().Value);
    }

    private static void Stop(long step, ICollective ranks, CancellationTokenSource source)
    {
        if (step == 4 && ranks.Rank == 1)
        {
            source.Cancel();
        }
    }

    // Of several, but none of the others is asked.
    private sealed record Alone(int Size) : ICollective
    {
        public int Rank => 0;

        public void Sum(Span<float> numbers)
        {
        }

        public void Sum(Span<double> numbers)
        {
        }
    }
}
