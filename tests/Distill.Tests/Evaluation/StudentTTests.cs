using CsCheck;
using Distill.Evaluation;

namespace Distill.Tests.Evaluation;

public sealed class StudentTTests
{
    [Theory]
    [InlineData(12.7062, 1)]
    [InlineData(4.3027, 2)]
    [InlineData(3.1824, 3)]
    [InlineData(2.5706, 5)]
    [InlineData(2.2281, 10)]
    [InlineData(2.0423, 30)]
    [InlineData(1.9799, 120)]
    [InlineData(1.959966, 1e6)] // 1.959964 + (1.96³ + 1.96)/4e6
    public void QuantilesOfThePrintedTableAtFivePercent(double t, double degrees)
    {
        Assert.Equal(t, StudentT.TwoSidedQuantile(0.95, degrees), 5e-5);
        Assert.Equal(0.05, Math.Exp(StudentT.LogTwoSided(t, degrees)), 6e-6);
    }

    [Theory]
    [InlineData(63.6567, 1)]
    [InlineData(9.9248, 2)]
    [InlineData(4.6041, 4)]
    [InlineData(3.1693, 10)]
    public void QuantilesOfThePrintedTableAtOnePercent(double t, double degrees) =>
        Assert.Equal(t, StudentT.TwoSidedQuantile(0.99, degrees), 5e-5);

    [Fact]
    public void OneTwoAndFourDegreesHaveClosedForms() =>
        Gen.Double[-5, 3].Sample(exponent =>
        {
            var t = Math.Pow(10, exponent);
            Close(2 / Math.PI * Math.Atan2(1, t), t, 1);

            // 1 − t/√(2+t²), without its cancellation.
            var root = Math.Sqrt(2 + (t * t));
            Close(2 / (root * (root + t)), t, 2);

            // 1 − s(3 − s²)/2 with s = t/√(4+t²) is (1 − s)²(2 + s)/2.
            var s = t / Math.Sqrt(4 + (t * t));
            var rest = 4 / ((4 + (t * t)) * (1 + s));
            Close(rest * rest * (2 + s) / 2, t, 4);
        });

    [Theory]
    [InlineData(1e100, 2, -2)]
    [InlineData(1e200, 2, -2)]
    [InlineData(1e200, 1, -1)]
    public void FarTailsFollowTheirPower(double t, double degrees, double power)
    {
        // P → 1/t² for two degrees and 2/(πt) for one.
        var expected = (power * Math.Log(t)) + (degrees == 1 ? Math.Log(2 / Math.PI) : 0);
        Assert.Equal(expected, StudentT.LogTwoSided(t, degrees), 1e-9);
        Assert.Equal(expected, StudentT.LogTwoSided(-t, degrees), 1e-9);
    }

    [Fact]
    public void TheEnds()
    {
        Assert.Equal(0, StudentT.LogTwoSided(0, 5));
        Assert.Equal(double.NegativeInfinity, StudentT.LogTwoSided(double.PositiveInfinity, 5));
    }

    private static void Close(double expected, double t, double degrees) =>
        Assert.Equal(1, Math.Exp(StudentT.LogTwoSided(t, degrees)) / expected, 1e-12);
}
