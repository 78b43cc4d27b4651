using CsCheck;
using Distill.Objectives;
using Distill.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tests.Objectives;

public sealed class SoftTargetMatchingTests
{
    private static readonly Gen<double> Temperature = Gen.OneOf<double>(0.5, 1, 2, 20);

    [Fact]
    public void AgreesWithNumbersByHand()
    {
        // Teacher ln(8, 1, 1) and student ln(1, 4, 1) at T = 3: cube roots 2, 1, 1 and 1, 4^⅓, 1.
        using var scope = NewDisposeScope();
        var third = Math.Cbrt(4);
        var expected = 9 * -((0.5 * Math.Log(1 / (2 + third))) + (0.25 * Math.Log(third / (2 + third))) + (0.25 * Math.Log(1 / (2 + third))));
        var cases = new Cases([[0, Math.Log(4), 0]], [[Math.Log(8), 0, 0]], [0]);

        var losses = new SoftTargetMatching(3).Losses(cases.Logits(), cases.LabelTensor(), cases.Targets(3));

        Assert.Equal(expected, losses[0].ToDouble(), 1e-12);
        Assert.Equal(10.4571, expected, 1e-4);
    }

    [Fact]
    public void OneClassAndTheRestByHand()
    {
        // p = (¾, ¼) on {class 2} and the rest; q = 4/8 and 4/8; T = 1: the loss is ln 2.
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 0, Math.Log(2), Math.Log(4), 0 }).reshape(1, 4);
        var targets = new SoftTargets(tensor(new[] { Math.Log(0.75), Math.Log(0.25) }).reshape(1, 2), 1, tensor(new[] { 2L }).reshape(1, 1));

        var losses = new SoftTargetMatching(1).Losses(logits, zeros(1, ScalarType.Int64), targets);

        Assert.Equal(Math.Log(2), losses[0].ToDouble(), 1e-12);
    }

    [Fact]
    public void IsTheNaiveSum() => Gen.Select(Cases.Any, Temperature).Sample((cases, temperature) =>
    {
        using var scope = NewDisposeScope();
        var losses = new SoftTargetMatching(temperature).Losses(cases.Logits(), cases.LabelTensor(), cases.Targets(temperature)).data<double>().ToArray();
        for (var row = 0; row < losses.Length; row++)
        {
            var naive = Cases.CrossEntropy(Cases.LogSoftmax(cases.Teacher[row], temperature), Cases.LogSoftmax(cases.Student[row], temperature));
            Assert.Equal(temperature * temperature * naive, losses[row], 1e-9 * Math.Max(1, losses[row]));
        }
    }, iter: 200);

    [Fact]
    public void OnASupportIsTheNaiveSumOfCollapsedDistributions() =>
        Gen.Select(Cases.Any, Temperature, Gen.Int[1, 6]).Where(t => t.Item3 < t.Item1.Classes).Sample((cases, temperature, k) =>
        {
            using var scope = NewDisposeScope();
            var losses = new SoftTargetMatching(temperature).Losses(cases.Logits(), cases.LabelTensor(), cases.Targets(temperature, k)).data<double>().ToArray();
            var support = cases.Support(k);
            for (var row = 0; row < losses.Length; row++)
            {
                var p = Cases.Collapse(Cases.LogSoftmax(cases.Teacher[row], temperature), support[row]);
                var q = Cases.Collapse(Cases.LogSoftmax(cases.Student[row], temperature), support[row]);
                Assert.Equal(temperature * temperature * Cases.CrossEntropy(p, q), losses[row], 1e-9 * Math.Max(1, losses[row]));
            }
        }, iter: 200);

    [Fact]
    public void AllClassesButOneIsDense() => Gen.Select(Cases.Any, Temperature).Sample((cases, temperature) =>
    {
        using var scope = NewDisposeScope();
        var objective = new SoftTargetMatching(temperature);
        var (one, other) = (cases.Logits(gradient: true), cases.Logits(gradient: true));
        var dense = objective.Losses(one, cases.LabelTensor(), cases.Targets(temperature));
        var sparse = objective.Losses(other, cases.LabelTensor(), cases.Targets(temperature, cases.Classes - 1));
        dense.sum().backward();
        sparse.sum().backward();

        Assert.True(dense.allclose(sparse, rtol: 1e-10, atol: 1e-10));
        Assert.True(one.grad!.allclose(other.grad!, rtol: 1e-10, atol: 1e-10));
    }, iter: 100);

    [Fact]
    public void TheGradientIsTTimesQMinusP() => Gen.Select(Cases.Any, Temperature).Sample((cases, temperature) =>
    {
        using var scope = NewDisposeScope();
        var logits = cases.Logits(gradient: true);
        var targets = cases.Targets(temperature);
        new SoftTargetMatching(temperature).Losses(logits, cases.LabelTensor(), targets).sum().backward();

        // ∂C/∂z = (q − p)/T (paper, equation 2), times T².
        var expected = temperature * ((logits.detach() / temperature).softmax(1) - targets.LogProbabilities.exp());
        Assert.True(logits.grad!.allclose(expected, rtol: 1e-9, atol: 1e-11));
    }, iter: 100);

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public void TargetsInFloat32ServeLogitsInFloat32(int? k)
    {
        using var scope = NewDisposeScope();
        var cases = new Cases([[1, 2, 3, 4]], [[4, 3, 1, 1]], [0]);
        var exact = cases.Targets(4, k);
        var rounded = exact with { LogProbabilities = exact.LogProbabilities.to(ScalarType.Float32) };
        var objective = new SoftTargetMatching(4);

        var losses = objective.Losses(cases.Logits().to(ScalarType.Float32), cases.LabelTensor(), rounded);

        Assert.Equal(ScalarType.Float32, losses.dtype);
        Assert.Equal(objective.Losses(cases.Logits(), cases.LabelTensor(), exact)[0].ToDouble(), losses[0].ToDouble(), 1e-4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2e6)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void RefusesATemperatureOutOfRange(double temperature)
    {
        var error = Assert.Throws<DistillException>(() => new SoftTargetMatching(temperature));

        Assert.Contains("expected 0.001 to 1000000", error.Message, StringComparison.Ordinal);
    }
}
