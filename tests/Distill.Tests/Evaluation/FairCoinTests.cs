using System.Numerics;
using Distill.Evaluation;

namespace Distill.Tests.Evaluation;

public sealed class FairCoinTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(60)]
    [InlineData(997)]
    [InlineData(4000)]
    public void ProbabilitiesAndTailsAreTheExactOnes(int n)
    {
        var coefficient = BigInteger.One;
        var sum = BigInteger.Zero;
        for (var k = 0; k < (n + 1) / 2; k++)
        {
            sum += coefficient;
            AssertClose(BigInteger.Log(coefficient) - (n * Math.Log(2)), FairCoin.LogProbability(n, k));
            AssertClose(BigInteger.Log(sum) - (n * Math.Log(2)), FairCoin.LogLowerTail(n, k));
            coefficient = coefficient * (n - k) / (k + 1);
        }
    }

    [Fact]
    public void NothingFallsOutsideTheRange()
    {
        Assert.Equal(double.NegativeInfinity, FairCoin.LogProbability(5, -1));
        Assert.Equal(double.NegativeInfinity, FairCoin.LogProbability(5, 6));
        Assert.Equal(FairCoin.LogProbability(7, 2), FairCoin.LogProbability(7, 5), 1e-14);
    }

    [Fact]
    public void ABillionThrowsKeepTheirDigits()
    {
        // P(X = n/2) = (1 − 1/4n + …)/√(πn/2).
        const long n = 1_000_000_000;
        Assert.Equal((-0.5 * Math.Log(Math.PI * n / 2)) - (0.25 / n), FairCoin.LogProbability(n, n / 2), 1e-13);
    }

    // The logarithm is right to 12 digits, and where it is small so is the probability itself.
    private static void AssertClose(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-12 * Math.Max(1, Math.Abs(expected)), $"{expected:R} {actual:R}");
}
