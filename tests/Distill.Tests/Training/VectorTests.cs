using CsCheck;
using Distill.Data;
using Distill.Models;
using Distill.Models.Networks;
using Distill.Objectives;
using Distill.Runs;
using Distill.Tests.Teachers;
using Distill.Training;
using Distill.Training.Hints;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tests.Training;

[Collection(nameof(DefaultGenerator))]
public sealed class VectorTests
{
    private const int Dimensions = 5;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StepsAreThoseOfALoopWrittenByHand(bool lengthsCount)
    {
        using var scope = NewDisposeScope();
        using var student = Tasks.Student(seed: 2);
        using var twin = Tasks.Student(seed: 2);
        using var teacher = Vectors();
        var options = Tasks.Options with { Duration = Duration.Steps(6), Optimizer = new SgdOptions { Momentum = 0.9 } };
        var task = new TrainingTask(student, Tasks.Examples(), new HardLabels(), options) { Vectors = new VectorMatching(teacher) { Weight = 0.7, LengthsCount = lengthsCount } };
        using (var trainer = new Trainer(task))
        {
            trainer.Run();
        }

        using var map = nn.Sequential(("map", nn.Linear(20, Dimensions, dtype: ScalarType.Float32)));
        Initialisation.Draw(map, options.Seed, firstLayerScale: 1);
        var view = Tasks.Examples();
        var order = new EpochOrder(view.Count, options.Seed);
        using var optimizer = torch.optim.SGD(twin.parameters().Concat(map.parameters()), 1, momentum: 0.9);
        for (var step = 0; step < 6; step++)
        {
            using var batch = view.Read(order.Positions(step / 5).AsSpan(step % 5 * 16, Math.Min(16, 70 - (step % 5 * 16))));
            var rest = twin.State().ToDictionary(pair => pair.Name, pair => pair.Value);
            var hidden = twin.Normalise(batch.Inputs).flatten(1);
            foreach (var layer in (string[])["linear1", "linear2"])
            {
                hidden = nn.functional.relu(nn.functional.linear(hidden, rest[$"{layer}.weight"], rest[$"{layer}.bias"]));
            }

            var logits = nn.functional.linear(hidden, rest["linear3.weight"], rest["linear3.bias"]);
            var (mine, guide) = (map.call(hidden), teacher.Vectors(batch));
            var apart = lengthsCount
                ? (mine - guide).square().sum() / TensorArithmetic.Filled([], batch.Size, ScalarType.Float32)
                : ones_like(mine[TensorIndex.Colon, 0]).sub((mine * guide).sum(1) / (mine.square().sum(1).sqrt() * guide.square().sum(1).sqrt())).mean();
            twin.zero_grad();
            map.zero_grad();
            (nn.functional.cross_entropy(logits, batch.Labels) + apart.Times(0.7)).backward();
            optimizer.ParamGroups.Single().LearningRate = options.Schedule.At(step, new TrainingLength(6, 5));
            optimizer.step();
        }

        foreach (var ((name, mine), (_, theirs)) in student.State().Zip(twin.State()))
        {
            Assert.True((mine - theirs).abs().max().item<float>() < 1e-5f, name);
        }
    }

    [Fact]
    public void DistancesAreThoseOfNumbersOneByOne() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 5], Gen.Double[-3, 3].Array[60]).Sample((rows, width, numbers) =>
        {
            using var scope = NewDisposeScope();
            double[] mine = numbers[..(rows * width)], guide = numbers[30..(30 + (rows * width))];
            double cosine = 0, square = 0;
            for (var row = 0; row < rows; row++)
            {
                var (a, b) = (mine[(row * width)..((row + 1) * width)], guide[(row * width)..((row + 1) * width)]);
                square += a.Zip(b, (x, y) => (x - y) * (x - y)).Sum() / rows;
                var lengths = Math.Max(1e-12, Math.Sqrt(a.Sum(x => x * x))) * Math.Max(1e-12, Math.Sqrt(b.Sum(x => x * x)));
                cosine += (1 - (a.Zip(b, (x, y) => x * y).Sum() / lengths)) / rows;
            }

            var (own, theirs) = (tensor(mine, rows, width), tensor(guide, rows, width));
            Assert.Equal(cosine, VectorTerm.Mean(false, own, theirs).item<double>(), 1e-9);
            Assert.Equal(square, VectorTerm.Mean(true, own, theirs).item<double>(), 1e-9);
        }, iter: 200);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GradientsAreThoseOfFiniteDifferences(bool lengthsCount)
    {
        using var scope = NewDisposeScope();
        var random = new Random(3);
        double[] numbers = [.. Enumerable.Range(0, 12).Select(_ => random.NextDouble() - 0.5)];
        var guide = tensor(Enumerable.Range(0, 12).Select(_ => random.NextDouble() - 0.5).ToArray(), 3, 4);
        var mine = tensor(numbers, 3, 4);
        mine.requires_grad = true;
        VectorTerm.Mean(lengthsCount, mine, guide).backward();
        var gradient = mine.grad!.data<double>().ToArray();
        for (var i = 0; i < numbers.Length; i++)
        {
            double At(double change) => VectorTerm.Mean(lengthsCount, tensor([.. numbers.Select((number, k) => k == i ? number + change : number)], 3, 4), guide).item<double>();
            Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, gradient[i], 1e-8);
        }
    }

    [Theory]
    [InlineData(Precision.F32)]
    [InlineData(Precision.Bf16)]
    public void AnEmbedderLearnsTheVectorsItself(Precision precision)
    {
        using var scope = NewDisposeScope();
        using var guide = Tasks.Student(seed: 9, classes: Dimensions);
        using var teacher = new AnswersAsVectors(guide);
        using var student = Embedder();
        var options = Tasks.Options with { Duration = Duration.Epochs(60), Optimizer = new AdamOptions(), Schedule = new CosineRate { Rate = 0.01 }, Precision = precision };
        using (var trainer = new Trainer(new TrainingTask(student, Tasks.Examples(labelled: false), HintMatching.Alone, options) { Vectors = new VectorMatching(teacher) { OfAnswers = true } }))
        {
            Assert.True(trainer.Run().Completed);
        }

        using var quiet = no_grad();
        using var unseen = Tasks.Examples(50, seed: 4).Read(0, 50);
        var cosine = 1 - VectorTerm.Mean(false, student.call(unseen.Inputs), teacher.Vectors(unseen)).item<float>();
        Assert.True(cosine > 0.8, $"{cosine}");
    }

    [Fact]
    public void ATrainingThatIsTakenUpEndsWithTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        using var teacher = Vectors();
        var whole = Trained(null, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        Trained(new Recorder(record =>
        {
            if (record.Step == 4)
            {
                stop.Cancel();
            }
        }), stop.Token);

        Assert.Equal(whole, Trained(null, CancellationToken.None, resumes: true));

        string Trained(Recorder? recorder, CancellationToken cancellationToken, bool resumes = false)
        {
            using var student = Tasks.Student(seed: 2);
            var task = Tasks.Hard(student, Tasks.Options with { Optimizer = new AdamOptions() }) with { Vectors = new VectorMatching(teacher) };
            using var trainer = new Trainer(task, recorder is null && !resumes ? null : folder.File("checkpoints"));
            Assert.Equal(resumes ? 4 : 0, trainer.Step);
            trainer.Run(recorder is null ? [] : [recorder], cancellationToken: cancellationToken);
            return student.Fingerprint().Value;
        }
    }

    [Fact]
    public void OtherVectorsAreNotResumedWith()
    {
        using var folder = new TemporaryFolder();
        using var student = Tasks.Student(seed: 2);
        using (var trainer = new Trainer(Tasks.Hard(student) with { Vectors = new VectorMatching(Vectors()) }, folder.Path))
        {
            trainer.Run();
        }

        using var fresh = Tasks.Student(seed: 2);
        var refused = Assert.Throws<DistillException>(() => new Trainer(Tasks.Hard(fresh) with { Vectors = new VectorMatching(Vectors(seed: 8)) }, folder.Path));
        Assert.Contains("vectors", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatDoesNotFitIsSaid()
    {
        using var student = Tasks.Student();
        using var vectors = Vectors();
        var task = Tasks.Hard(student);

        Assert.Contains("the weight of the vectors is 0", Problem(task with { Vectors = new VectorMatching(vectors) { Weight = 0 } }), StringComparison.Ordinal);
        Assert.Contains("answers 4 numbers, and the vectors of table of vectors have 5", Problem(task with { Vectors = new VectorMatching(vectors) { OfAnswers = true } }), StringComparison.Ordinal);
        Assert.Contains("use hints alone", Problem(task with { Vectors = new VectorMatching(vectors) { OfAnswers = true } }), StringComparison.Ordinal);
        Assert.Contains("give the task's Hints or Vectors", Problem(task with { Objective = HintMatching.Alone }), StringComparison.Ordinal);
        using var stored = new TableVectors(Numbers(seed: 1), seesInputs: false);
        Assert.Contains(
            "cannot follow augmentation",
            Problem(task with { Vectors = new VectorMatching(stored), Options = task.Options with { Augmentation = new Augmentation { Shift = 1 } } }), StringComparison.Ordinal);
        using var flat = new Classifier(new ExampleShape(1, Tasks.Side, Tasks.Side), Tasks.ClassNames(4), Normalisation.None, nn.Sequential(("flatten", nn.Flatten())));
        Assert.Contains("has no linear layer", Problem(task with { Student = flat, Vectors = new VectorMatching(vectors) }), StringComparison.Ordinal);

        static string Problem(TrainingTask task) => Assert.Throws<DistillException>(task.Validate).Message;
    }

    [Fact]
    public void MemoryDoesNotGrowWithSteps()
    {
        using var student = Tasks.Student();
        using var vectors = Vectors();
        long Live(int steps)
        {
            using var trainer = new Trainer(Tasks.Hard(student, Tasks.Options with { Duration = Duration.Steps(steps) }) with { Vectors = new VectorMatching(vectors) });
            var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            trainer.Run();
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount - before;
        }

        Live(3);
        Assert.Equal(Live(5), Live(50));
    }

    private static TableVectors Vectors(int seed = 1) => new(Numbers(seed));

    private static float[,] Numbers(int seed) => Naive.RandomLogits(70, Dimensions, seed);

    private static Classifier Embedder() => Classifier.Build(
        new ModelSpec(new ExampleShape(1, Tasks.Side, Tasks.Side), ModelSpec.NumbersOf(Dimensions), new Normalisation([0.4], [0.3]), new MlpSpec { Widths = [24, 20] }) { GivesVectors = true },
        seed: 3);

    private sealed class AnswersAsVectors(Classifier model) : IVectorTeacher
    {
        public string Name => "answers";

        public int Dimensions => model.Classes;

        public Fingerprint Fingerprint => model.Fingerprint();

        public bool SeesInputs => true;

        public Tensor Vectors(Batch batch)
        {
            using var quiet = no_grad();
            model.eval();
            return model.call(batch.Inputs);
        }

        public void Dispose()
        {
        }
    }
}
