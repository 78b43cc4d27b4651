using CsCheck;
using Distill.Objectives;
using Distill.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tests.Objectives;

public sealed class DistillationTests
{
    [Fact]
    public void HardLabelsIsTheCrossEntropyOfLibtorch() => Cases.Any.Sample(cases =>
    {
        using var scope = NewDisposeScope();
        var expected = nn.functional.cross_entropy(cases.Logits(), cases.LabelTensor(), reduction: nn.Reduction.None);

        Assert.True(new HardLabels().Losses(cases.Logits(), cases.LabelTensor(), null).allclose(expected, rtol: 1e-10, atol: 1e-12));
    }, iter: 100);

    [Fact]
    public void HardLabelsByHand()
    {
        using var scope = NewDisposeScope();
        var cases = new Cases([[0, Math.Log(3)], [0, 0]], [[0, 0], [0, 0]], [1, 0]);
        var losses = new HardLabels().Losses(cases.Logits(), cases.LabelTensor(), null);

        Assert.Equal(Math.Log(4.0 / 3), losses[0].ToDouble(), 1e-12);
        Assert.Equal(Math.Log(2), losses[1].ToDouble(), 1e-12);
    }

    [Fact]
    public void TheMeanEqualsItsParts() =>
        Gen.Select(Cases.Any, Gen.OneOf<double>(1, 4, 20), Gen.Double[0, 1], Gen.Bool).Sample((cases, temperature, weight, sparse) =>
        {
            using var scope = NewDisposeScope();
            var targets = cases.Targets(temperature, sparse ? 1 : null);
            var soft = new SoftTargetMatching(temperature).Losses(cases.Logits(), cases.LabelTensor(), targets);
            var hard = new HardLabels().Losses(cases.Logits(), cases.LabelTensor(), null);

            var mean = new Distillation(temperature, weight).Losses(cases.Logits(), cases.LabelTensor(), targets);
            Assert.True(mean.allclose(((1 - weight) * soft) + (weight * hard), rtol: 1e-10, atol: 1e-10));
        }, iter: 100);

    [Fact]
    public void WithoutWeightOnLabelsNoneIsRead()
    {
        using var scope = NewDisposeScope();
        var cases = new Cases([[1, 2, 3]], [[3, 2, 1]], [-1]);
        var objective = new Distillation(2, 0);

        Assert.False(objective.NeedsLabels);
        Assert.True(objective.Losses(cases.Logits(), cases.LabelTensor(), cases.Targets(2)).isfinite().all().ToBoolean());
    }

    [Fact]
    public void WithAllWeightOnLabelsNoTeacherIsAskedFor()
    {
        using var scope = NewDisposeScope();
        var cases = new Cases([[1, 2, 3]], [[3, 2, 1]], [1]);
        var objective = new Distillation(2, 1);

        Assert.Null(objective.TeacherTemperature);
        Assert.True(objective.Losses(cases.Logits(), cases.LabelTensor(), null)
            .allclose(new HardLabels().Losses(cases.Logits(), cases.LabelTensor(), null)));
    }

    [Fact]
    public void AllMistakesAreNamedTogether()
    {
        var error = Assert.Throws<DistillException>(() => new Distillation(-3, 1.5));

        Assert.Contains("temperature is -3", error.Message, StringComparison.Ordinal);
        Assert.Contains("hard weight is 1.5", error.Message, StringComparison.Ordinal);
    }
}
