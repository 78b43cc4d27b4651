using CsCheck;
using Distill.Onnx.Export.Layers;
using Distill.Onnx.Export.Quantisation;

namespace Distill.Onnx.Tests.Export.Quantisation;

public sealed class QuantisationTests
{
    private static readonly Gen<double> Number = Gen.OneOf(Gen.Const(0.0), Gen.Double[-1, 1], Gen.Double[-1e-6, 1e-6], Gen.Double[-1e5, 1e5]);

    [Fact]
    public void WeightsAreRoundedToTheNearestOfTheirChannel() =>
        Gen.Select(Number.Array[12], Number.Array[3], Gen.Double[1e-6, 10]).Sample((weight, bias, inputScale) =>
        {
            var layer = new Product("layer", ["x"], weight, bias);
            var rounded = QuantisedWeights.Of(layer, (float)inputScale);
            for (var i = 0; i < weight.Length; i++)
            {
                var scale = rounded.Scale[i / 4];
                Assert.InRange(rounded.Weight[i], -63, 63);
                Assert.InRange(Math.Abs(weight[i] - (rounded.Weight[i] * (double)scale)), 0, scale * 0.50001);
            }

            for (var i = 0; i < bias.Length; i++)
            {
                Assert.InRange(Math.Abs(bias[i] - (rounded.Bias[i] * (double)rounded.BiasScale[i])), 0, rounded.BiasScale[i] + (1e-6 * Math.Abs(bias[i])));
                Assert.InRange(Math.Abs((long)rounded.Bias[i]), 0, (1L << 30) + 256);
            }
        });

    [Fact]
    public void ARangeHoldsZeroExactly() =>
        Gen.Select(Gen.Double[-50, 50], Gen.Double[0.001, 50]).Sample((low, width) =>
        {
            var range = new ValueRange(low, low + width);
            Assert.InRange(0, range.Low, range.High);
            // The ends are within a step of what the smallest and the largest byte stand for.
            Assert.Equal(range.Low, -range.ZeroPoint * (double)range.Scale, range.Scale);
            Assert.Equal(range.High, (byte.MaxValue - range.ZeroPoint) * (double)range.Scale, range.Scale);
        });

    [Fact]
    public void LeastSquaresIsNoWorseThanAnyRangeTried() =>
        Gen.Select(Gen.Int, Gen.Int[2000, 6000], Gen.Double[-4, 4], Gen.Double[1, 4], Gen.Float[-40, 40]).Sample(
            (seed, count, middle, spread, outlier) =>
            {
                var random = new Random(seed);
                float[] all = [.. Enumerable.Range(0, count).Select(_ => (float)(middle + (spread * ((2 * random.NextDouble()) - 1)))), outlier];
                var whole = default(ValueRange).Over(all);
                var histogram = new ValueHistogram(whole);
                histogram.Add(all);
                var chosen = histogram.LeastSquares();
                Assert.InRange(chosen.Low, whole.Low, 0);
                Assert.InRange(chosen.High, 0, whole.High);
                // The histogram takes rounding errors to be spread evenly, as they are among many numbers over many steps:
                // their sum is then known to 2 %.
                Assert.InRange(SquaredError(all, chosen), 0, 1.15 * SquaredError(all, whole));
            },
            iter: 100);

    [Fact]
    public void ARareLargeValueIsClipped()
    {
        var random = new Random(1);
        float[] numbers = [.. Enumerable.Range(0, 1_000_000).Select(_ => (float)random.NextDouble()), 6];
        var histogram = new ValueHistogram(new ValueRange(0, 6));
        histogram.Add(numbers);
        var range = histogram.LeastSquares();
        Assert.InRange(range.High, 1, 3);
        Assert.True(SquaredError(numbers, range) < SquaredError(numbers, new ValueRange(0, 6)) / 2);
    }

    [Fact]
    public void AValueThatIsAlwaysZeroHasARange()
    {
        var histogram = new ValueHistogram(default);
        histogram.Add(new float[10]);
        Assert.Equal((1f, (byte)0), (histogram.LeastSquares().Scale, histogram.LeastSquares().ZeroPoint));
    }

    private static double SquaredError(float[] numbers, ValueRange range) => numbers.Sum(number =>
    {
        var stored = Math.Clamp(Math.Round(number / (double)range.Scale) + range.ZeroPoint, 0, 255);
        return Math.Pow(number - ((stored - range.ZeroPoint) * range.Scale), 2);
    });
}
