using Distill.Data;
using Distill.Models;
using Distill.Objectives;
using Distill.Teachers;
using Distill.Training;
using static TorchSharp.torch;

namespace Distill.Tests.Training;

/// <summary>Losses and targets that other toolkits got wrong, each beside what the mistake would give (docs/mistakes.md).</summary>
public sealed class MistakesOfOthersTests
{
    private const double T = 20;

    [Fact]
    public void SoftTargetsAloneKeepTheSizeOfTheirStepAtEveryTemperature()
    {
        using var scope = NewDisposeScope();
        var (student, teacher) = (Logits(1), Logits(2));
        var plain = Gradient(new SoftTargetMatching(1000), student, teacher, 1000).norm().item<float>();
        var soft = Gradient(new SoftTargetMatching(T), student, teacher, T).norm().item<float>();
        var mixed = Gradient(new Distillation(T, 0), student, teacher, T).norm().item<float>();

        Assert.Equal(soft, mixed, 1e-6);
        Assert.InRange(soft / plain, 0.8, 1.25);
        // The same divergence without T² pulls four hundred times less.
        var without = -(Probabilities(teacher, T) * (student.requires_grad_() / T).log_softmax(1)).sum();
        without.backward();
        Assert.Equal(T * T, soft / student.grad!.norm().item<float>(), 0.1);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(50)]
    public void TheMeanIsOverExamplesWhateverTheNumberOfClasses(int classes)
    {
        using var scope = NewDisposeScope();
        var (student, teacher) = (Logits(1, classes), Logits(2, classes));
        var losses = new SoftTargetMatching(1).Losses(student, zeros(student.shape[0], ScalarType.Int64), Targets(teacher, 1));
        Assert.Equal([student.shape[0]], losses.shape);

        // What reduction "mean" of KLDivLoss divides by in addition.
        var elementwise = -(Probabilities(teacher, 1) * student.log_softmax(1)).mean();
        Assert.Equal(classes, losses.mean().item<float>() / elementwise.item<float>(), 1e-3);
    }

    [Fact]
    public void TopTargetsAreComparedOnTheSameOutcomesOnBothSides()
    {
        using var scope = NewDisposeScope();
        var teacher = Logits(2);
        var (values, support) = (teacher / T).log_softmax(1).topk(3, 1);
        var rest = (1 - values.exp().sum(1, keepdim: true)).log();
        var targets = new SoftTargets(cat([values, rest], 1), T, support);

        // A student that answers as its teacher does is at the minimum; over other outcomes than the teacher's it would not be.
        var gradient = Gradient(new SoftTargetMatching(T), teacher.clone(), targets);
        Assert.True(gradient.abs().max().item<float>() < 1e-5f);
        var renormalised = (values - values.logsumexp(1, keepdim: true)).exp();
        var copy = teacher.clone().requires_grad_();
        (-(renormalised * (copy / T).log_softmax(1).gather(1, support)).sum(1) * T * T).sum().backward();
        Assert.True(copy.grad!.abs().max().item<float>() > 0.1f);
    }

    [Fact]
    public void TeacherAndStudentNormaliseForThemselves()
    {
        var network = new MlpSpec { Widths = [6] };
        using var teacher = new ModelTeacher(Built(new Normalisation([0.9], [0.05]), network, seed: 3));
        using var batch = Tasks.Examples(40).Read(0, 40);
        using var before = teacher.Targets(batch, 1);
        foreach (var normalisation in new[] { new Normalisation([0.1], [2.0]), new Normalisation([0.5], [0.25]) })
        {
            using var student = Built(normalisation, network, seed: 1);
            using var trainer = new Trainer(Tasks.Distilling(student, teacher));
            trainer.Run();
            using var after = teacher.Targets(batch, 1);
            Assert.Equal(before.LogProbabilities.data<float>().ToArray(), after.LogProbabilities.data<float>().ToArray());
        }

        using var shared = new ModelTeacher(Built(new Normalisation([0.5], [0.25]), network, seed: 3));
        using var ruined = shared.Targets(batch, 1);
        Assert.NotEqual(before.LogProbabilities.data<float>().ToArray(), ruined.LogProbabilities.data<float>().ToArray());
    }

    [Fact]
    public void StoredTargetsFollowTheirRowsThroughEveryEpochsOrder()
    {
        using var folder = new TemporaryFolder();
        var examples = Tasks.Examples(70);
        var options = Tasks.Options with { Duration = Duration.Epochs(3) };
        using var live = new PixelTeacher();
        Labeller.Label(folder.File("targets"), examples, live, new() { Temperatures = [4] });
        using var stored = StoredTeacher.Open(folder.File("targets"), examples);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            using var batch = examples.Read(new EpochOrder(examples.Count, options.Seed).Positions(epoch));
            using var expected = live.Targets(batch, 4);
            using var found = stored.Targets(batch, 4);
            Assert.True((expected.LogProbabilities - found.LogProbabilities).abs().max().item<float>() < 1e-2f);
        }
    }

    private static Classifier Built(Normalisation normalisation, MlpSpec network, long seed) =>
        Classifier.Build(new ModelSpec(new ExampleShape(1, Tasks.Side, Tasks.Side), Tasks.ClassNames(4), normalisation, network), seed);

    private static Tensor Logits(int seed, int classes = 10)
    {
        var random = new SeededRandom(seed);
        return tensor(Enumerable.Range(0, 32 * classes).Select(_ => (random.Below(2001) - 1000) / 250f).ToArray(), [32, classes]);
    }

    private static Tensor Probabilities(Tensor logits, double temperature) => (logits / temperature).softmax(1);

    private static SoftTargets Targets(Tensor logits, double temperature) => new((logits / temperature).log_softmax(1), temperature);

    private static Tensor Gradient(IObjective objective, Tensor student, Tensor teacher, double temperature) =>
        Gradient(objective, student.clone(), Targets(teacher, temperature));

    private static Tensor Gradient(IObjective objective, Tensor logits, SoftTargets targets)
    {
        logits.requires_grad_();
        objective.Losses(logits, zeros(logits.shape[0], ScalarType.Int64), targets).sum().backward();
        return logits.grad!;
    }
}
