using Distill.Evaluation;

namespace Distill.Tests.Evaluation;

public sealed class PairedTTestTests
{
    // Student's own example (1908): hours of sleep gained by ten patients under two drugs.
    private static readonly double[] Shorter = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    private static readonly double[] Longer = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    [Fact]
    public void StudentsSleepData()
    {
        var test = PairedTTest.Between(Longer, Shorter);
        Assert.Equal(9, test.DegreesOfFreedom);
        Assert.Equal(1.58, test.Difference.Mean, 1e-12);
        Assert.Equal(4.0621, test.T, 5e-5);
        Assert.Equal(0.002833, test.PValue, 5e-7);
        var interval = test.Difference.Interval()!;
        Assert.Equal(0.7001142, interval.Lower, 5e-8);
        Assert.Equal(2.4598858, interval.Upper, 5e-8);
        Assert.Equal(-test.T, PairedTTest.Between(Shorter, Longer).T, 1e-12);
    }

    [Fact]
    public void EqualSeedsSayNothingAndEqualDifferencesSayAll()
    {
        Assert.Equal(1, PairedTTest.Between([1, 2, 3], [1, 2, 3]).PValue);
        var certain = PairedTTest.Between([2, 3, 4], [1, 2, 3]);
        Assert.Equal(double.PositiveInfinity, certain.T);
        Assert.Equal(0, certain.PValue);
    }

    [Fact]
    public void NeedsTheSameSeeds()
    {
        Assert.Throws<ArgumentException>(() => PairedTTest.Between([1], [2]));
        Assert.Throws<ArgumentException>(() => PairedTTest.Between([1, 2], [2, 3, 4]));
    }

    [Fact]
    public void SummaryByHand()
    {
        var summary = SeedSummary.Of(2, 4, 4, 4, 5, 5, 7, 9);
        Assert.Equal(new SeedSummary(8, 5, Math.Sqrt(32.0 / 7), 2, 9), summary);
        var single = SeedSummary.Of(3.5);
        Assert.Equal(new SeedSummary(1, 3.5, null, 3.5, 3.5), single);
        Assert.Null(single.Interval());
        Assert.Throws<ArgumentException>(() => SeedSummary.Of());
        Assert.Throws<ArgumentOutOfRangeException>(() => summary.Interval(1));
    }

    [Fact]
    public void TheIntervalOfAMeanByTheTable()
    {
        // 10 ± 4.302653·1/√3
        var interval = SeedSummary.Of(9, 10, 11).Interval()!;
        Assert.Equal(10 - 2.484138, interval.Lower, 1e-6);
        Assert.Equal(10 + 2.484138, interval.Upper, 1e-6);
    }
}
