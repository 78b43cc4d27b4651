using System.Runtime.Intrinsics;
using Distill.Objectives;

namespace Distill.Tests.Objectives;

public sealed class NegativeExponentialTests
{
    [Fact]
    public void IsWithinTwoUnitsInTheLastPlaceOfDoublePrecision()
    {
        for (var x = 0f; x > -87.3f; x -= 0.00137f)
        {
            var exact = Math.Exp(x);
            Assert.Equal(1, Of(x) / exact, 2.4e-7);
        }

        Assert.Equal(1, Of(0));
    }

    [Fact]
    public void EndsAreExact()
    {
        Assert.Equal([0f, 0, 0], new[] { float.NegativeInfinity, -1e30f, -88f }.Select(Of));
        Assert.True(float.IsNaN(Of(float.NaN)));
        Assert.InRange(Of(-87.33f), 1.17e-38f, 1.2e-38f);
    }

    [Fact]
    public void LanesDoNotTouchEachOther()
    {
        var many = NegativeExponential.Of(Vector512.Create(0f, -1, -2, -3, -4, -5, -6, -7, float.NaN, -9, float.NegativeInfinity, -11, -12, -13, -14, -15));
        for (var lane = 0; lane < 16; lane++)
        {
            Assert.Equal(lane switch { 8 => float.NaN, 10 => 0, _ => Of(-lane) }, many[lane]);
        }
    }

    private static float Of(float x) => NegativeExponential.Of(Vector512.Create(x))[3];
}
