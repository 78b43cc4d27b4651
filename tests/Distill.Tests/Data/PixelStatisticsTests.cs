using Distill.Data;

namespace Distill.Tests.Data;

public sealed class PixelStatisticsTests
{
    [Fact]
    public void PixelsAreInUnitsOfOnePerChannel()
    {
        var source = new ArraySource("x", new(2, 1, 2), [0, 255, 10, 10, 255, 0, 30, 30], [0, 0], ["a"]);

        var statistics = PixelStatistics.Of(new ExampleView(source));

        Assert.Equal([0.5, 20 / 255.0], statistics.Mean);
        Assert.Equal(0.5, statistics.Deviation[0], 15);
        Assert.Equal(10 / 255.0, statistics.Deviation[1], 15);
    }

    [Fact]
    public void AgreesWithTwoPassesOverAView()
    {
        var shape = new ExampleShape(3, 5, 7);
        var view = new ExampleView(Samples.Pixels(700, shape)).Subset([.. Enumerable.Range(0, 600).Select(i => 699 - i)], "part");
        var bytes = new byte[600 * shape.Size];
        view.CopyExamples(0, 600, bytes);

        var statistics = PixelStatistics.Of(view);

        for (var c = 0; c < 3; c++)
        {
            var channel = bytes.Where((_, i) => i / 35 % 3 == c).Select(b => b / 255.0).ToArray();
            var mean = channel.Average();
            Assert.Equal(mean, statistics.Mean[c], 12);
            Assert.Equal(Math.Sqrt(channel.Average(p => (p - mean) * (p - mean))), statistics.Deviation[c], 12);
        }
    }

    [Fact]
    public void ImagesOfRealNumbersHaveNumbersPerChannelInTheirOwnUnits()
    {
        var view = new ExampleView(new ArraySource("x", new(2, 1, 2), [1f, 3, -10, -10, 5, 7, -20, -20], [0, 0], ["a"]));

        var statistics = PixelStatistics.Of(view);

        Assert.Equal([4, -15], statistics.Mean);
        Assert.Equal(Math.Sqrt(5), statistics.Deviation[0], 12);
        Assert.Equal(5, statistics.Deviation[1], 12);
    }

    [Fact]
    public void FeaturesKeepTheirUnitsAndDigits()
    {
        var view = new ExampleView(new ArraySource("x", [1e6f, 1, 1e6f + 1, 1, 1e6f + 2, 1], [0, 0, 0], ["a"]));

        var statistics = PixelStatistics.Of(view);

        Assert.Equal([1_000_001, 1], statistics.Mean);
        Assert.Equal(Math.Sqrt(2 / 3.0), statistics.Deviation[0], 12);
        Assert.Equal(0, statistics.Deviation[1]);
    }
}
