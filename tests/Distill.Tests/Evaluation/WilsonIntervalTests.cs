using Distill.Evaluation;

namespace Distill.Tests.Evaluation;

public sealed class WilsonIntervalTests
{
    // Table I of Newcombe (1998), Statistics in Medicine 17, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void ItIsTheOneOfTheLiterature(int right, int cases, double low, double high)
    {
        var interval = WilsonInterval.Of((double)right / cases, cases);

        Assert.Equal(low, interval.Lower, 5.1e-5);
        Assert.Equal(high, interval.Upper, 5.1e-5);
        Assert.Equal(0.95, interval.Confidence);
        Assert.Equal(1 - interval.Lower, WilsonInterval.Of(1 - ((double)right / cases), cases).Upper, 12);
    }

    // The exact share of samples whose interval holds the truth, by the binomial distribution.
    [Fact]
    public void NineteenOfTwentyHoldTheTruth()
    {
        const int cases = 200;
        foreach (var truth in new[] { 0.5, 0.8, 0.93 })
        {
            var probability = Math.Pow(1 - truth, cases);
            var held = 0.0;
            for (var right = 0; right <= cases; right++)
            {
                var interval = WilsonInterval.Of((double)right / cases, cases);
                held += interval.Lower <= truth && truth <= interval.Upper ? probability : 0;
                probability *= (double)(cases - right) / (right + 1) * truth / (1 - truth);
            }

            Assert.InRange(held, 0.935, 0.965);
        }
    }
}
