using System.Numerics;
using CsCheck;
using Distill.Evaluation;
using Distill.Runs;

namespace Distill.Tests.Evaluation;

public sealed class McNemarTestTests
{
    [Theory]
    [InlineData(0, 0, 1, 1)]
    [InlineData(3, 3, 1, 1)]
    [InlineData(0, 1, 1, 0.5)]
    [InlineData(1, 5, 14.0 / 64, 8.0 / 64)] // 2·(1 + 6)/2⁶, less 6/2⁶
    [InlineData(8, 2, 112.0 / 1024, 67.0 / 1024)] // 2·(1 + 10 + 45)/2¹⁰, less 45/2¹⁰
    public void SmallCountsByHand(long first, long second, double exact, double mid)
    {
        var test = new McNemarTest(first, second);
        Assert.Equal(exact, test.PValue, 1e-14);
        Assert.Equal(mid, test.MidPValue, 1e-14);
        Assert.Equal(test.PValue, new McNemarTest(second, first).PValue);
    }

    [Fact]
    public void EqualsTheBinomialSum() =>
        Gen.Select(Gen.Int[0, 300], Gen.Int[0, 300]).Sample((b, c) =>
        {
            var coefficient = BigInteger.One;
            var sum = BigInteger.Zero;
            for (var k = 0; k <= Math.Min(b, c); k++)
            {
                sum += coefficient;
                coefficient = coefficient * (b + c - k) / (k + 1);
            }

            var expected = Math.Min(1, Math.Exp(BigInteger.Log(2 * sum) - ((b + c) * Math.Log(2))));
            Assert.Equal(1, new McNemarTest(b, c).PValue / expected, 1e-11);
        });

    [Fact]
    public void TheFarTailKeepsItsDigits()
    {
        Assert.Equal(1, new McNemarTest(0, 1000).PValue / Math.ScaleB(1, -999), 1e-12);
        Assert.Equal(-99_999 * Math.Log(2), new McNemarTest(0, 100_000).LogPValue, 1e-9);
    }

    [Fact]
    public void ManyCasesAgreeWithTheChiSquareApproximation()
    {
        // (|4900 − 5100| − 1)²/10000 = 3.9601 with one degree of freedom: p = 0.046592.
        Assert.Equal(0.046592, new McNemarTest(4900, 5100).PValue, 2e-5);
    }

    [Fact]
    public void CountsDiscordantCases()
    {
        var first = Scores([0, 1, 2, 0, 1], predicted: [0, 1, 0, 1, 1]);
        var second = Scores([0, 1, 2, 0, 1], predicted: [0, 0, 2, 0, 1]);
        Assert.Equal(new McNemarTest(2, 1), McNemarTest.Between([first], [second]));
        Assert.Equal(new McNemarTest(3, 3), McNemarTest.Between([first, second], [second, first]));
    }

    [Fact]
    public void OtherCasesAreRefused()
    {
        var first = Scores([0, 1, 2], predicted: [0, 0, 0]);
        var count = Assert.Throws<DistillException>(() => McNemarTest.Between([first], [Scores([0, 1], [0, 0])]));
        Assert.Contains("on 3, the other on 2", count.Message, StringComparison.Ordinal);
        var label = Assert.Throws<DistillException>(() => McNemarTest.Between([first, first], [first, Scores([0, 2, 2], [0, 0, 0])]));
        Assert.Contains("case 1 is row 1 with label 1 for one and row 1 with label 2", label.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => McNemarTest.Between([first], [first, first]));
        Assert.Throws<ArgumentException>(() => McNemarTest.Between([], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new McNemarTest(-1, 2));
    }

    private static CaseScores Scores(int[] labels, int[] predicted) =>
        new([.. Enumerable.Range(0, labels.Length).Select(i => (long)i)], labels, predicted, new float[labels.Length]);
}
