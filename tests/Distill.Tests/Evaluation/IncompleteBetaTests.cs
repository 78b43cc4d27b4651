using System.Numerics;
using CsCheck;
using Distill.Evaluation;

namespace Distill.Tests.Evaluation;

public sealed class IncompleteBetaTests
{
    [Theory]
    [InlineData(0.5, 2, 2, 0.5)]
    [InlineData(0.25, 2, 2, 0.15625)] // x²(3 − 2x)
    [InlineData(0.5, 0.5, 0.5, 0.5)]
    [InlineData(0.25, 0.5, 0.5, 1.0 / 3)] // (2/π)·arcsin √x
    [InlineData(0.1, 3, 4, 0.01585)] // Σ_{j≥3} C(6,j)·0.1^j·0.9^(6−j)
    [InlineData(0.9, 3, 4, 0.99873)]
    public void TableValues(double x, double a, double b, double expected) =>
        Assert.Equal(expected, Math.Exp(IncompleteBeta.Log(x, 1 - x, a, b)), 1e-13);

    [Fact]
    public void PowersWhereOneExponentIsOne() =>
        Gen.Select(Gen.Double[1e-6, 1 - 1e-6], Gen.Double[0.01, 200]).Sample((x, a) =>
        {
            Assert.Equal(a * Math.Log(x), IncompleteBeta.Log(x, 1 - x, a, 1), 1e-10);
            Assert.Equal(1 - Math.Pow(1 - x, a), Math.Exp(IncompleteBeta.Log(x, 1 - x, 1, a)), 1e-11);
        });

    [Fact]
    public void IntegerExponentsGiveBinomialTails() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 63]).Sample((a, b, sixtyFourths) =>
        {
            // I_x(a, b) = P(at least a successes in a+b−1 trials), as a fraction over 64^(a+b−1).
            var n = a + b - 1;
            var sum = BigInteger.Zero;
            var coefficient = BigInteger.One;
            for (var j = 0; j <= n; j++)
            {
                sum += j < a ? 0 : coefficient * BigInteger.Pow(sixtyFourths, j) * BigInteger.Pow(64 - sixtyFourths, n - j);
                coefficient = coefficient * (n - j) / (j + 1);
            }

            var expected = BigInteger.Log(sum) - (n * Math.Log(64));
            var x = sixtyFourths / 64.0;
            Assert.Equal(expected, IncompleteBeta.Log(x, 1 - x, a, b), 1e-11 * Math.Max(1, Math.Abs(expected)));
        });

    [Fact]
    public void TheEnds()
    {
        Assert.Equal(double.NegativeInfinity, IncompleteBeta.Log(0, 1, 2, 3));
        Assert.Equal(0, IncompleteBeta.Log(1, 0, 2, 3));
    }

    [Fact]
    public void GammaOfIntegersAndHalves()
    {
        double integer = 0, half = 0.5 * Math.Log(Math.PI);
        for (var n = 1; n < 170; n++)
        {
            Assert.Equal(integer, LogGamma.Of(n), 1e-14 * Math.Max(1, integer));
            Assert.Equal(half, LogGamma.Of(n - 0.5), 1e-14 * Math.Max(1, Math.Abs(half)));
            integer += Math.Log(n);
            half += Math.Log(n - 0.5);
        }
    }

    [Theory]
    [InlineData(1e-20)]
    [InlineData(-1e-12)]
    [InlineData(3e-6)]
    public void LogarithmsKeepSmallArguments(double x) =>
        Assert.Equal(1, Logarithm.OnePlus(x) / (x - (x * x / 2) + (x * x * x / 3)), 1e-15);
}
