using CsCheck;
using Distill.Evaluation;
using Distill.Runs;

namespace Distill.Tests.Evaluation;

public sealed class MetricAccumulatorTests
{
    [Fact]
    public void ThreeCasesByHand()
    {
        // p: (.5 .3 .2) label 0, right; (.2 .2 .6) label 1, wrong, rank 1 by index; (.1 .8 .1) label 2, wrong, rank 2.
        var accumulator = new MetricAccumulator(3, new MetricOptions { TopK = [1, 2, 3, 9], ReliabilityBins = 4 });
        accumulator.Add(Logs(.5, .3, .2, .2, .2, .6, .1, .8, .1), [0, 1, 2], [40, 41, 42]);
        var metrics = accumulator.Result();

        Assert.Equal(3, metrics.Cases);
        Assert.Equal(2, metrics.Errors);
        Assert.Equal(2.0 / 3, metrics.ErrorRate, 1e-15);
        Assert.Equal(1.0 / 3, metrics.Accuracy, 1e-15);
        Assert.Equal([(1, 1.0 / 3), (2, 1.0 / 3), (3, 1), (9, 1)], metrics.TopK);
        Assert.Equal(-(Math.Log(.5) + Math.Log(.2) + Math.Log(.1)) / 3, metrics.Nll, 1e-7);

        // (.25 + .09 + .04) + (.04 + .64 + .36) + (.01 + .64 + .81)
        Assert.Equal((.38 + 1.04 + 1.46) / 3, metrics.Brier, 1e-7);

        // Confidences .5 (right), .6 and .8 (wrong) in (¼,½], (½,¾], (¾,1].
        Assert.Equal((.5 + .6 + .8) / 3, metrics.CalibrationError, 1e-7);
        Assert.Equal([0, 1, 1, 1], metrics.Reliability.Select(bin => bin.Count));
        Assert.Equal([0, 1, 0, 0], metrics.Reliability.Select(bin => bin.Accuracy));
        Assert.Equal(.6, metrics.Reliability[2].MeanConfidence, 1e-7);

        Assert.Equal(1, metrics.Confusions[0, 0]);
        Assert.Equal(0, metrics.Confusions[0, 1]);
        Assert.Equal(1, metrics.Confusions.Cases(2));
        Assert.Equal([(1, 2, 1), (2, 1, 1)], metrics.Confusions.MostConfused(9));
        Assert.Equal([(1, 2, 1)], metrics.Confusions.MostConfused(1));

        var scores = accumulator.Scores()!;
        Assert.Equal([40, 41, 42], scores.Rows);
        Assert.Equal([0, 1, 2], scores.Labels);
        Assert.Equal([0, 2, 1], scores.Predicted);
        Assert.Equal(-Math.Log(.2), scores.Nll[1], 1e-6);
    }

    [Fact]
    public void OfEquallyProbableClassesTheLowestIsPredicted()
    {
        var accumulator = new MetricAccumulator(4);
        accumulator.Add(Logs(.25, .25, .25, .25, .25, .25, .25, .25), [0, 3], [0, 1]);
        Assert.Equal(1, accumulator.Result().Errors);
        Assert.Equal([0, 0], accumulator.Scores()!.Predicted);
    }

    [Fact]
    public void CalibrationErrorEqualsThePlainLoop() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 12], Gen.Int[1, 30], Gen.Int).Sample(
            (cases, classes, bins, seed) =>
            {
                var random = new Random(seed);
                var rows = RandomRows.Make(random, cases, classes);
                var labels = RandomRows.Labels(random, cases, classes);
                var metrics = Evaluate(rows, labels, classes, new MetricOptions { ReliabilityBins = bins });
                Assert.Equal(NaiveCalibrationError(rows, labels, classes, bins), metrics.CalibrationError, 1e-12);
                Assert.Equal(cases, metrics.Reliability.Sum(bin => bin.Count));
                for (var i = 0; i < bins; i++)
                {
                    var bin = metrics.Reliability[i];
                    Assert.True(bin.Count == 0 || Math.Abs((bin.MeanConfidence * bins) - i - 0.5) <= 0.5 + 1e-12);
                }
            },
            iter: 200);

    [Fact]
    public void OrderAndNamesOfCasesAndClassesDoNotMatter() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 20], Gen.Int).Sample(
            (cases, classes, seed) =>
            {
                var random = new Random(seed);
                var rows = RandomRows.Make(random, cases, classes);
                var labels = RandomRows.Labels(random, cases, classes);
                var expected = Evaluate(rows, labels, classes);
                Assert.InRange(expected.Brier, 0, 2);
                Assert.InRange(expected.CalibrationError, 0, 1);

                var order = Enumerable.Range(0, cases).ToArray();
                var names = Enumerable.Range(0, classes).ToArray();
                random.Shuffle(order);
                random.Shuffle(names);
                var moved = new float[rows.Length];
                for (var i = 0; i < rows.Length; i++)
                {
                    moved[(order[i / classes] * classes) + names[i % classes]] = rows[i];
                }

                var movedLabels = new long[cases];
                for (var i = 0; i < cases; i++)
                {
                    movedLabels[order[i]] = names[labels[i]];
                }

                var actual = Evaluate(moved, movedLabels, classes);
                Assert.Equal(expected.Errors, actual.Errors);
                Assert.Equal(expected.TopK, actual.TopK);
                Assert.Equal(expected.Nll, actual.Nll, 1e-12);
                Assert.Equal(expected.Brier, actual.Brier, 1e-12);
                Assert.Equal(expected.CalibrationError, actual.CalibrationError, 1e-12);
                for (var i = 0; i < classes; i++)
                {
                    var other = random.Next(classes);
                    Assert.Equal(expected.Confusions[i, other], actual.Confusions[names[i], names[other]]);
                }
            },
            iter: 200);

    [Fact]
    public void TheSizeOfBatchesDoesNotChangeABit()
    {
        var random = new Random(5);
        var rows = RandomRows.Make(random, 50, 7);
        var labels = RandomRows.Labels(random, 50, 7);
        var pieces = new MetricAccumulator(7);
        for (var i = 0; i < 50; i += 3)
        {
            var size = Math.Min(3, 50 - i);
            pieces.Add(rows.AsSpan(i * 7, size * 7), labels.AsSpan(i, size), RandomRows.Numbers(50).AsSpan(i, size));
        }

        var (whole, parts) = (Evaluate(rows, labels, 7), pieces.Result());
        Assert.Equal((whole.Nll, whole.Brier, whole.CalibrationError), (parts.Nll, parts.Brier, parts.CalibrationError));
    }

    [Fact]
    public void ResultsDoNotChangeWhenMoreCasesFollow()
    {
        var accumulator = new MetricAccumulator(2, new MetricOptions { KeepCases = false });
        accumulator.Add(Logs(.9, .1), [1], [0]);
        var early = accumulator.Result();
        accumulator.Add(Logs(.9, .1), [1], [1]);
        Assert.Equal(1, early.Confusions[1, 0]);
        Assert.Equal(2, accumulator.Result().Confusions[1, 0]);
        Assert.Null(accumulator.Scores());
    }

    [Fact]
    public void ManyClassesTakeNoSquareOfMemory()
    {
        var random = new Random(3);
        const int classes = 15_000;
        var metrics = Evaluate(RandomRows.Make(random, 20, classes), RandomRows.Labels(random, 20, classes), classes);
        Assert.InRange(metrics.Nll, 5, 20);
        Assert.Equal(classes, metrics.Confusions.Classes);
    }

    [Theory]
    [InlineData(-1, "Row 7 has no label")]
    [InlineData(2, "Row 7 has label 2, but the model has 2 classes")]
    public void LabelsAreChecked(long label, string message)
    {
        var error = Assert.Throws<DistillException>(() => new MetricAccumulator(2).Add(Logs(.5, .5), [label], [7]));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BrokenRowsAreNamed()
    {
        var accumulator = new MetricAccumulator(2);
        var nan = Assert.Throws<DistillException>(() => accumulator.Add([-0.1f, float.NaN], [0], [19]));
        Assert.StartsWith("Row 19: the model answers NaN", nan.Message, StringComparison.Ordinal);
        var logits = Assert.Throws<DistillException>(() => accumulator.Add([2, 3], [0], [20]));
        Assert.Contains("sum to 27.47 instead of 1", logits.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => accumulator.Add(new float[3], [0], [0]));
        Assert.Throws<DistillException>(accumulator.Result);
    }

    [Fact]
    public void ACertainMistakeHasInfiniteLoss()
    {
        var accumulator = new MetricAccumulator(2);
        accumulator.Add([0, float.NegativeInfinity], [1], [0]);
        var metrics = accumulator.Result();
        Assert.Equal((double.PositiveInfinity, 2, 1), (metrics.Nll, metrics.Brier, metrics.CalibrationError));
    }

    private static Metrics Evaluate(float[] rows, long[] labels, int classes, MetricOptions? options = null)
    {
        var accumulator = new MetricAccumulator(classes, options);
        accumulator.Add(rows, labels, RandomRows.Numbers(labels.Length));
        return accumulator.Result();
    }

    private static double NaiveCalibrationError(float[] rows, long[] labels, int classes, int bins)
    {
        var error = 0.0;
        for (var bin = 0; bin < bins; bin++)
        {
            double confidence = 0, right = 0;
            for (var i = 0; i < labels.Length; i++)
            {
                var row = rows.AsSpan(i * classes, classes).ToArray();
                var value = Math.Min(Math.Exp(row.Max()), 1);
                if (value * bins > bin && value * bins <= bin + 1)
                {
                    confidence += value;
                    right += Array.IndexOf(row, row.Max()) == labels[i] ? 1 : 0;
                }
            }

            error += Math.Abs(right - confidence) / labels.Length;
        }

        return error;
    }

    private static float[] Logs(params double[] probabilities) => [.. probabilities.Select(p => (float)Math.Log(p))];
}
