using CsCheck;
using Distill.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tests.Objectives;

public sealed class LogitMatchingTests
{
    [Fact]
    public void AgreesWithNumbersByHand()
    {
        // z − mean = (−2, 0, 2), v − mean = (1, 0, −1): ½(9 + 0 + 9)/3 = 3.
        using var scope = NewDisposeScope();
        var cases = new Cases([[5, 7, 9]], [[1, 0, -1]], [0]);

        Assert.Equal(3, new LogitMatching().Losses(cases.Logits(), cases.LabelTensor(), cases.Targets(1))[0].ToDouble(), 1e-12);
    }

    [Fact]
    public void TheGradientIsTheDifferenceOfZeroMeanedLogitsOverN() => Cases.Any.Sample(cases =>
    {
        using var scope = NewDisposeScope();
        var logits = cases.Logits(gradient: true);
        new LogitMatching().Losses(logits, cases.LabelTensor(), cases.Targets(1)).sum().backward();

        Assert.True(logits.grad!.allclose(MatchingGradient(cases), rtol: 1e-9, atol: 1e-12));
    }, iter: 100);

    [Fact]
    public void SoftTargetsTendToItAsTGrowsWithAnErrorThatHalvesAsTDoubles()
    {
        using var scope = NewDisposeScope();
        var cases = new Cases([[2, -1, 0.5, -2], [0, 3, 1, -1]], [[-1, 4, 0, -0.5], [2, 2.5, -3, 0]], [0, 0]);
        var limit = MatchingGradient(cases);
        var errors = new[] { 50, 100, 200, 400, 800 }.Select(temperature =>
        {
            var logits = cases.Logits(gradient: true);
            new SoftTargetMatching(temperature).Losses(logits, cases.LabelTensor(), cases.Targets(temperature)).sum().backward();
            return (logits.grad! - limit).norm().ToDouble();
        }).ToArray();

        Assert.All(errors.Zip(errors.Skip(1)), pair => Assert.InRange(pair.Second / pair.First, 0.48, 0.52));
        Assert.InRange(errors[^1] / limit.norm().ToDouble(), 1e-5, 1e-2);
    }

    private static Tensor MatchingGradient(Cases cases)
    {
        var (student, teacher) = (cases.Logits(), Cases.Matrix(cases.Teacher));
        return (student - student.mean([1], keepdim: true) - teacher + teacher.mean([1], keepdim: true)) / cases.Classes;
    }
}
