using CsCheck;
using Distill.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tests.Objectives;

/// <summary>Losses and gradients in closed form against those that libtorch finds through the operations, in float64.</summary>
public sealed class ClosedFormTests
{
    private static readonly Gen<IClosedFormObjective> Any = Gen.OneOf(
        Gen.Const((IClosedFormObjective)new HardLabels()),
        Gen.OneOf<double>(0.1, 1, 4, 1e4).Select(temperature => (IClosedFormObjective)new SoftTargetMatching(temperature)),
        Gen.Select(Gen.OneOf<double>(0.5, 1, 4, 20), Gen.OneOf<double>(0, 0.1, 1))
            .Select((temperature, weight) => (IClosedFormObjective)new Distillation(temperature, weight)));

    [Fact]
    public void AgreesWithLibtorch() =>
        Gen.Select(Any, Gen.Int[1, 5], Gen.Int[2, 50], Gen.OneOf<double>(0.1, 3, 1e4), Gen.Int).Sample((objective, batch, classes, scale, seed) =>
        {
            using var scope = NewDisposeScope();
            using var generator = new Generator((ulong)(uint)seed);
            var logits = (randn(batch, classes, generator: generator) * scale).requires_grad_();
            var labels = randint(0, classes, batch, ScalarType.Int64, generator: generator);
            var temperature = objective.TeacherTemperature;
            var dense = (randn(batch, classes, generator: generator) * 5 / (temperature ?? 1)).log_softmax(1);
            var exact = logits.detach().to(ScalarType.Float64).requires_grad_();

            var (loss, gradient) = objective.MeanLoss(logits, labels, Targets(dense))!.Value;
            var expected = objective.Losses(exact, labels, Targets(dense.to(ScalarType.Float64))).mean();
            expected.backward();

            var size = expected.ToDouble();
            Assert.Equal(size, loss, 1e-5 * Math.Max(1, Math.Abs(size)));
            var difference = (gradient.to(ScalarType.Float64) - exact.grad!).abs().max().ToDouble();
            Assert.True(difference <= 1e-5 * Math.Max(1, temperature ?? 1) / batch, $"{objective.Description}: {difference}");

            SoftTargets? Targets(Tensor values) => temperature is { } t ? new SoftTargets(values, t) : null;
        }, iter: 300);

    [Fact]
    public void TopKTargetsAgreeWithLibtorch() =>
        Gen.Select(Gen.OneOf<double>(0.5, 1, 4, 20), Gen.OneOf<double>(0, 0.1), Gen.Int[1, 5], Gen.Int[2, 50], Gen.OneOf<double>(0.1, 3, 300, 1e4), Gen.Int).Sample((temperature, weight, batch, classes, scale, seed) =>
        {
            using var scope = NewDisposeScope();
            using var generator = new Generator((ulong)(uint)seed);
            var objective = new Distillation(temperature, weight);
            var k = 1 + (int)((uint)seed % (uint)(classes - 1));
            var logits = randn(batch, classes, generator: generator) * scale;
            var labels = randint(0, classes, batch, ScalarType.Int64, generator: generator);
            var support = rand(batch, classes, generator: generator).topk(k).indexes;
            var given = (randn(batch, k + 1, generator: generator) * 3).log_softmax(1);
            var exact = logits.to(ScalarType.Float64).requires_grad_();

            var (loss, gradient) = objective.MeanLoss(logits, labels, new SoftTargets(given, temperature, support))!.Value;
            var expected = objective.Losses(exact, labels, new SoftTargets(given.to(ScalarType.Float64), temperature, support)).mean();
            expected.backward();

            var size = expected.ToDouble();
            Assert.Equal(size, loss, 1e-5 * Math.Max(1, Math.Abs(size)));
            var difference = (gradient.to(ScalarType.Float64) - exact.grad!).abs().max().ToDouble();
            Assert.True(difference <= 1e-5 * Math.Max(1, temperature) / batch, $"{objective.Description}, {k} of {classes}: {difference}");
        }, iter: 300);

    [Fact]
    public void TheGradientOfTopKTargetsIsWorkedOutByHand()
    {
        // q = (1/4, 1/4, 1/2) and p = (1/2 for the first, 1/2 for the rest, which the student gives 3/4): the first q - p = -1/4, the others q - p_R·q/q_R.
        using var scope = NewDisposeScope();
        var targets = new SoftTargets(tensor(new[,] { { MathF.Log(0.5f), MathF.Log(0.5f) } }), 1, zeros(1, 1, ScalarType.Int64));
        var (loss, gradient) = new SoftTargetMatching(1).MeanLoss(tensor(new[,] { { 0, 0, MathF.Log(2) } }), zeros(1, ScalarType.Int64), targets)!.Value;

        Assert.Equal((0.5 * Math.Log(4)) + (0.5 * Math.Log(4 / 3.0)), loss, 1e-6);
        Assert.Equal([-1 / 4f, 1 / 12f, 1 / 6f], gradient.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CasesSideBySideHaveTheBitsOfOneAfterTheOther(bool sparse)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var (threads, logits, labels) = (get_num_threads(), randn(33, 5000, generator: generator), randint(0, 5000, 33, ScalarType.Int64, generator: generator));
        var targets = sparse
            ? new SoftTargets(randn(33, 51, generator: generator).log_softmax(1), 2, rand(33, 5000, generator: generator).topk(50).indexes)
            : new SoftTargets(randn(33, 5000, generator: generator).log_softmax(1), 2);
        try
        {
            var all = new[] { 1, 3 }.Select(count =>
            {
                set_num_threads(count);
                var (loss, gradient) = new Distillation(2, 0.1).MeanLoss(logits, labels, targets)!.Value;
                return (Loss: loss, Gradient: gradient.data<float>().ToArray());
            }).ToList();
            Assert.Equal(all[0].Loss, all[1].Loss);
            Assert.Equal(all[0].Gradient, all[1].Gradient);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void RowsInMemoryGiveTheNumbersOfTensors() =>
        Gen.Select(Any, Gen.Int[1, 5], Gen.Int[2, 40], Gen.Int).Sample((objective, batch, classes, seed) =>
        {
            using var scope = NewDisposeScope();
            using var generator = new Generator((ulong)(uint)seed);
            var logits = randn(batch, classes, generator: generator);
            var labels = randint(0, classes, batch, ScalarType.Int64, generator: generator);
            var targets = objective.TeacherTemperature is { } t ? new SoftTargets(randn(batch, classes, generator: generator).log_softmax(1), t) : null;
            var found = new float[batch * classes];

            var loss = objective.MeanLoss(new LogitRows(
                logits.data<float>().ToArray(),
                classes,
                objective.NeedsLabels ? labels.data<long>().ToArray() : [],
                targets is null ? [] : targets.LogProbabilities.data<float>().ToArray(),
                found));

            var (expected, gradient) = objective.MeanLoss(logits, labels, targets)!.Value;
            Assert.Equal(expected, loss);
            Assert.Equal(gradient.data<float>().ToArray(), found);
        }, iter: 100);

    [Theory]
    [InlineData(6, 2, 6, 6)]
    [InlineData(7, 2, 6, 6)]
    [InlineData(6, 1, 6, 6)]
    [InlineData(6, 2, 3, 6)]
    [InlineData(6, 2, 6, 5)]
    public void RowsThatDoNotBelongTogetherAreRefused(int logits, int labels, int targets, int gradient)
    {
        double Compute() => new Distillation(4, 0.1).MeanLoss(new LogitRows(
            new float[logits], 3, new long[labels], new float[targets], new float[gradient]));

        if ((logits, labels, targets, gradient) == (6, 2, 6, 6))
        {
            Assert.True(double.IsFinite(Compute()));
        }
        else
        {
            Assert.Throws<ArgumentException>(() => Compute());
        }
    }

    [Fact]
    public void AClassThatTheTeacherExcludesIsNoHarm()
    {
        using var scope = NewDisposeScope();
        var targets = new SoftTargets(tensor(new float[,] { { 0, float.NegativeInfinity } }), 1);

        var (loss, gradient) = new SoftTargetMatching(1).MeanLoss(tensor(new float[,] { { 1, 1 } }), zeros(1, ScalarType.Int64), targets)!.Value;

        Assert.Equal(Math.Log(2), loss, 1e-6);
        Assert.Equal([-0.5f, 0.5f], gradient.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void LogitsAtTheEdgeOfFloat32AreComparedWithEachOtherAlone()
    {
        using var scope = NewDisposeScope();
        var logits = full(1, 3, -3e38f);

        var (loss, _) = new HardLabels().MeanLoss(logits, zeros(1, ScalarType.Int64), null)!.Value;

        Assert.Equal(Math.Log(3), loss, 1e-6);
    }

    [Fact]
    public void ALogitThatIsNoNumberShowsInTheLoss()
    {
        using var scope = NewDisposeScope();
        foreach (var bad in new[] { float.NaN, float.PositiveInfinity })
        {
            var logits = zeros(3, 20);
            logits[1, 18] = bad;

            Assert.False(double.IsFinite(new HardLabels().MeanLoss(logits, zeros(3, ScalarType.Int64), null)!.Value.MeanLoss));
        }
    }

    [Fact]
    public void ALabelThatIsNoClassIsRefused()
    {
        using var scope = NewDisposeScope();

        Assert.Throws<ArgumentException>(() => new HardLabels().MeanLoss(zeros(1, 3), tensor(new long[] { 3 }), null));
        Assert.Throws<ArgumentException>(() => new HardLabels().MeanLoss(zeros(1, 3), tensor(new long[] { -1 }), null));
        // A class beyond the last, which a padded row has room for.
        Assert.Throws<ArgumentException>(() => new SoftTargetMatching(1).MeanLoss(
            zeros(1, 3), zeros(1, ScalarType.Int64), new SoftTargets(zeros(1, 2).log_softmax(1), 1, tensor(new long[,] { { 3 } }))));
    }

    [Fact]
    public void OtherTypesAndLayoutsAreLeftToLibtorch()
    {
        using var scope = NewDisposeScope();
        var turned = new SoftTargets(zeros(2, 1).log_softmax(0).transpose(0, 1), 1, zeros(1, 1, ScalarType.Int64));
        var spread = new SoftTargets(zeros(2, 3).log_softmax(1), 1, zeros(2, 2, ScalarType.Int64).transpose(0, 1));

        Assert.NotNull(new SoftTargetMatching(1).MeanLoss(zeros(1, 3), zeros(1, ScalarType.Int64), turned));
        Assert.Null(new SoftTargetMatching(1).MeanLoss(zeros(2, 3), zeros(2, ScalarType.Int64), spread));
        Assert.Null(new HardLabels().MeanLoss(zeros(1, 3, ScalarType.Float64), zeros(1, ScalarType.Int64), null));
    }
}
