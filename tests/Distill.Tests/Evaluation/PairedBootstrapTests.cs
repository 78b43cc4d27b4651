using Distill.Evaluation;
using Distill.Runs;
using Distill.Runs.Results;

namespace Distill.Tests.Evaluation;

public sealed class PairedBootstrapTests
{
    [Fact]
    public void EqualSeedsGiveEqualIntervals()
    {
        var values = Values(new Random(1), 500, mean: 0.3);
        var first = PairedBootstrap.Mean(values, new BootstrapOptions { Seed = 7, Resamples = 500 });
        Assert.Equal(first, PairedBootstrap.Mean(values, new BootstrapOptions { Seed = 7, Resamples = 500 }));
        Assert.NotEqual(first.Lower, PairedBootstrap.Mean(values, new BootstrapOptions { Seed = 8, Resamples = 500 }).Lower);
    }

    [Fact]
    public void ResampledMeansSpreadAsTheoryHasIt()
    {
        // The bootstrap's standard error of a mean is the population deviation over √n; 1.96 of them on each side.
        var values = Values(new Random(2), 1001, mean: 1);
        var mean = values.Average();
        var error = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)) / values.Length);
        var interval = PairedBootstrap.Mean(values, new BootstrapOptions { Resamples = 40_000 });
        Assert.Equal(mean, interval.Estimate, 1e-12);
        Assert.Equal(mean - (1.96 * error), interval.Lower, 0.06 * error);
        Assert.Equal(mean + (1.96 * error), interval.Upper, 0.06 * error);
    }

    [Fact]
    public void IntervalsCoverTheTrueMeanAsOftenAsTheySay()
    {
        var random = new Random(3);
        var covered = 0;
        for (var i = 0; i < 400; i++)
        {
            var interval = PairedBootstrap.Mean(
                Values(random, 200, mean: 0.5), new BootstrapOptions { Resamples = 400, Confidence = 0.9, Seed = i });
            covered += interval.Lower <= 0.5 && interval.Upper >= 0.5 ? 1 : 0;
        }

        // 360 expected, with a deviation of 6.
        Assert.InRange(covered, 335, 385);
    }

    [Fact]
    public void DifferencesAreFirstLessSecond()
    {
        var first = new CaseScores([0, 1, 2, 3], [0, 0, 0, 0], [0, 1, 1, 1], [1, 2, 3, 4]);
        var second = new CaseScores([0, 1, 2, 3], [0, 0, 0, 0], [0, 0, 0, 1], [1, 1, 1, 1]);
        var rate = PairedBootstrap.ErrorRate([first], [second]);
        Assert.Equal((0.5, 0, 1), (rate.Estimate, rate.Lower, rate.Upper));
        Assert.Equal(1.5, PairedBootstrap.Nll([first], [second]).Estimate);
    }

    [Fact]
    public void SeedsOfACaseAreDrawnTogether()
    {
        // The second seed undoes the first on every case, so no resample of whole cases differs from 0.
        var good = new CaseScores([0, 1, 2], [0, 0, 0], [0, 0, 0], [1, 1, 1]);
        var bad = new CaseScores([0, 1, 2], [0, 0, 0], [1, 1, 0], [3, 4, 1]);
        Assert.Equal(new Interval(0, 0, 0, 0.95), PairedBootstrap.ErrorRate([good, bad], [bad, good]));
        Assert.Equal(new Interval(0, 0, 0, 0.95), PairedBootstrap.Nll([good, bad], [bad, good]));
    }

    [Fact]
    public void ConstantsHaveNoSpread()
    {
        var interval = PairedBootstrap.Mean([0.25, 0.25, 0.25]);
        Assert.Equal(new Interval(0.25, 0.25, 0.25, 0.95), interval);
        Assert.Equal(3, PairedBootstrap.Mean([3]).Upper);
    }

    [Fact]
    public void AShareOfAGainIsOfSumsAndItsIntervalCoversIt()
    {
        // 5 more right of 10 in the mean, of which 4 are kept, in cases that differ.
        double[] before = [.. Enumerable.Range(0, 60).Select(number => 80.0 + (number % 7))];
        double[] whole = [.. before.Select((value, number) => value + 5 + (number % 3) - 1)];
        double[] kept = [.. before.Select((value, number) => value + 4 + (number % 5) - 2)];

        var share = PairedBootstrap.ShareOfGain(before, kept, whole);

        Assert.Equal(0.8, share.Estimate, 1e-12);
        Assert.InRange(share.Lower, 0.7, 0.8);
        Assert.InRange(share.Upper, 0.8, 0.9);
        Assert.Equal(new Interval(1, 1, 1, 0.95), PairedBootstrap.ShareOfGain(before, whole, whole));
        Assert.Equal(new Interval(0, 0, 0, 0.95), PairedBootstrap.ShareOfGain(before, before, whole));
    }

    [Fact]
    public void AGainThatResamplesLoseHasNoBoundedShare()
    {
        var share = PairedBootstrap.ShareOfGain([0, 0, 0], [1, 1, 1], [9, -4, -4]);

        Assert.Equal(3, share.Estimate, 1e-12);
        Assert.Equal(double.PositiveInfinity, share.Upper);
        Assert.Throws<ArgumentException>(() => PairedBootstrap.ShareOfGain([1], [1], [1]));
        Assert.Throws<ArgumentException>(() => PairedBootstrap.ShareOfGain([1], [1, 2], [2]));
    }

    [Fact]
    public void ARatioIsOfSumsAndEveryCaseKeepsBothItsNumbers()
    {
        double[] right = [.. Enumerable.Range(1, 50).Select(number => 2.0 * number)];
        double[] frames = [.. Enumerable.Range(1, 50).Select(number => 5.0 * number)];

        Assert.Equal(new Interval(0.4, 0.4, 0.4, 0.95), Rounded(PairedBootstrap.Ratio(right, frames)));
        // Equal denominators leave a mean, with the same draws.
        double[] tens = [.. right.Select(_ => 10.0)];
        Assert.Equal(Rounded(PairedBootstrap.Mean([.. right.Select(value => value / 10)])), Rounded(PairedBootstrap.Ratio(right, tens)));
    }

    [Fact]
    public void BadInputIsRefused()
    {
        Assert.Throws<ArgumentException>(() => PairedBootstrap.Mean([]));
        Assert.Throws<ArgumentException>(() => PairedBootstrap.Mean([double.NaN]));
        Assert.Throws<ArgumentException>(() => PairedBootstrap.Ratio([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => PairedBootstrap.Ratio([1], [0]));
        Assert.Throws<ArgumentException>(() => PairedBootstrap.Ratio([1, 2], [1, double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedBootstrap.Mean([1], new BootstrapOptions { Confidence = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedBootstrap.Mean([1], new BootstrapOptions { Resamples = 1 }));
        var finite = new CaseScores([6], [0], [0], [1]);
        var infinite = new CaseScores([6], [0], [0], [float.PositiveInfinity]);
        var error = Assert.Throws<DistillException>(() => PairedBootstrap.Nll([finite], [infinite]));
        Assert.StartsWith("Row 6", error.Message, StringComparison.Ordinal);
    }

    private static Interval Rounded(Interval interval) =>
        interval with { Estimate = Math.Round(interval.Estimate, 12), Lower = Math.Round(interval.Lower, 12), Upper = Math.Round(interval.Upper, 12) };

    private static double[] Values(Random random, int count, double mean) =>
        [.. Enumerable.Range(0, count).Select(_ => mean + RandomRows.Normal(random))];
}
