using CsCheck;
using Distill.Evaluation;
using Distill.Runs;

namespace Distill.Tests.Evaluation;

public sealed class TemperatureCalibrationTests
{
    [Fact]
    public void NoTemperatureOfAFineGridIsBetter() =>
        Gen.Select(Gen.Int[2, 5], Gen.Int[1, 30], Gen.Int[0, 100_000], Gen.Double[0.05, 20]).Sample(
            (classes, cases, seed, spread) =>
            {
                var predictions = Random(classes, cases, seed, spread);
                var fit = TemperatureCalibration.Fit(predictions);
                Assert.InRange(fit.Temperature, TemperatureCalibration.Least * 0.999999, TemperatureCalibration.Largest * 1.000001);
                Assert.Equal(Nll(predictions, 1), fit.NllBefore, 1e-9);
                Assert.Equal(Nll(predictions, fit.Temperature), fit.Nll, 1e-9);
                for (var exponent = -2.0; exponent <= 2; exponent += 0.02)
                {
                    Assert.True(fit.Nll <= Nll(predictions, Math.Pow(10, exponent)) + 1e-9);
                }
            },
            iter: 200);

    [Theory]
    [InlineData(0.7, 2)]
    [InlineData(0.9, 5)]
    [InlineData(0.6, 0.1)]
    public void TwoClassesHaveAnAnswerInClosedForm(double share, double logit)
    {
        // Every case has the same logits, and a share of them the first label: then p = share, and T = logit / ln(p/(1−p)).
        const int cases = 1000;
        var row = LogSoftmax([logit, 0]);
        var predictions = new Predictions(
            "m", 2, [.. Enumerable.Range(0, cases).SelectMany(_ => row)], [.. Enumerable.Range(0, cases).Select(i => i < share * cases ? 0L : 1L)], new long[cases]);
        Assert.Equal(logit / Math.Log(share / (1 - share)), TemperatureCalibration.Fit(predictions).Temperature, 1e-5);
    }

    [Fact]
    public void LabelsThatAreAllRightMakeItAsColdAsCanBe()
    {
        var predictions = new Predictions("m", 2, [.. LogSoftmax([3, 0]), .. LogSoftmax([0, 1])], [0, 1], [0, 1]);
        Assert.Equal(TemperatureCalibration.Least, TemperatureCalibration.Fit(predictions).Temperature, 1e-6);
    }

    [Fact]
    public void LabelsThatAreAllWrongMakeItAsHotAsCanBe()
    {
        var predictions = new Predictions("m", 2, [.. LogSoftmax([3, 0]), .. LogSoftmax([0, 1])], [1, 0], [0, 1]);
        Assert.Equal(TemperatureCalibration.Largest, TemperatureCalibration.Fit(predictions).Temperature, 1e-3);
    }

    [Fact]
    public void LogitsThatSayNothingLeaveItAtOne() =>
        Assert.Equal(1, TemperatureCalibration.Fit(new Predictions("m", 2, LogSoftmax([0, 0]), [1], [0])).Temperature);

    [Fact]
    public void CasesWithoutALabelCountNothing()
    {
        var labelled = Random(3, 20, 5, 3);
        var both = new Predictions(
            "m", 3, [.. labelled.LogProbabilities, .. LogSoftmax([9, 0, 0])], [.. labelled.Labels, -1], [.. labelled.Rows, 99]);
        Assert.Equal(TemperatureCalibration.Fit(labelled), TemperatureCalibration.Fit(both));
    }

    [Fact]
    public void WithoutLabelsThereIsNothingToFit() =>
        Assert.Throws<DistillException>(() => TemperatureCalibration.Fit(new Predictions("m", 2, LogSoftmax([1, 0]), [-1], [0])));

    [Fact]
    public void AnImpossibleLabelIsNamed() =>
        Assert.Throws<DistillException>(() => TemperatureCalibration.Fit(new Predictions("m", 2, [0, float.NegativeInfinity], [1], [0])));

    private static Predictions Random(int classes, int cases, int seed, double spread)
    {
        var random = new Random(seed);
        float[] rows = [.. Enumerable.Range(0, cases).SelectMany(_ => LogSoftmax([.. Enumerable.Range(0, classes).Select(_ => (random.NextDouble() - 0.5) * spread)]))];
        return new Predictions("m", classes, rows, [.. Enumerable.Range(0, cases).Select(_ => (long)random.Next(classes))], [.. Enumerable.Range(0, cases).Select(i => (long)i)]);
    }

    private static float[] LogSoftmax(double[] logits)
    {
        var total = Math.Log(logits.Sum(Math.Exp));
        return [.. logits.Select(logit => (float)(logit - total))];
    }

    private static double Nll(Predictions predictions, double temperature) => Enumerable.Range(0, predictions.Count).Average(i =>
    {
        var row = predictions.Case(i).ToArray().Select(value => value / temperature).ToArray();
        var top = row.Max();
        return top + Math.Log(row.Sum(value => Math.Exp(value - top))) - row[predictions.Labels[i]];
    });
}
