using System.Globalization;
using System.Xml.Linq;
using CsCheck;
using Distill.Reports.Plots;

namespace Distill.Reports.Tests;

public sealed class PlotTests
{
    [Fact]
    public void An_axis_covers_any_span_with_few_round_ticks_within_it() => Gen.Double.Select(Gen.Double).Sample((one, other) =>
    {
        var axis = AxisScale.Over(Math.Min(one, other), Math.Max(one, other), 4);
        var ticks = axis.Ticks.ToList();
        Assert.InRange(ticks.Count, 1, 20);
        Assert.All(ticks, tick => Assert.InRange(axis.At(tick), -1e-6, 1 + 1e-6));
        Assert.Equal(0, axis.At(axis.Low));
        Assert.Equal(1, axis.At(axis.High));
    });

    [Fact]
    public void Ticks_are_at_one_two_or_five_times_a_power_of_ten()
    {
        Assert.Equal([0, 5, 10, 15, 20], AxisScale.Over(0, 20, 5).Ticks);
        Assert.Equal([0.1, 0.12, 0.14, 0.16, 0.18], AxisScale.Over(0.095, 0.195, 4).Ticks.Select(tick => Math.Round(tick, 9)));
        Assert.Equal([800, 1000, 1200, 1400], AxisScale.Over(700, 1580, 5).Ticks);
    }

    [Fact]
    public void A_logarithmic_axis_covers_any_span_with_few_ticks_within_it() => Gen.Double.Select(Gen.Double).Sample((one, other) =>
    {
        var axis = AxisScale.Logarithmic(Math.Min(one, other), Math.Max(one, other), 6);
        Assert.InRange(axis.Ticks.Count, 1, 20);
        Assert.All(axis.Ticks, tick => Assert.InRange(axis.At(tick), -1e-6, 1 + 1e-6));
        Assert.Equal(0, axis.At(axis.Low));
        Assert.Equal(1, axis.At(axis.High));
    });

    [Fact]
    public void Equal_ratios_lie_equally_far_apart_on_a_logarithmic_axis()
    {
        var axis = AxisScale.Logarithmic(1, 16, 6);
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], new double[] { 1, 2, 4, 8, 16 }.Select(number => Math.Round(axis.At(number), 12)));
    }

    [Fact]
    public void Ticks_of_a_logarithmic_axis_grow_with_its_numbers()
    {
        static IEnumerable<double> Ticks(double low, double high) =>
            AxisScale.Logarithmic(low, high, 6).Ticks.Select(tick => Math.Round(tick, 9));

        Assert.Equal([1, 2, 5, 10, 20], Ticks(0.9, 45));
        Assert.Equal([0.1, 0.2, 0.5, 1, 2, 5, 10], Ticks(0.1, 10));
        Assert.Equal([1, 10, 100, 1000, 10000, 100000], Ticks(1, 100_000));
        Assert.Equal([2, 2.5, 3, 3.5, 4], Ticks(1.9, 4.2));
    }

    [Fact]
    public void The_seeds_of_a_temperature_stand_above_each_other_and_its_bar_is_two_deviations_long()
    {
        SeedPoint[] points = [new(1, new SeedErrors([100, 120, 140]), false), new(10, new SeedErrors([80]), true)];
        var svg = XElement.Parse(SeedPlot.Draw([new SeedCurve(0, points)], "Two temperatures", "T").ToString());
        double At(XElement mark, string name) => double.Parse(mark.Attribute(name)!.Value, CultureInfo.InvariantCulture);
        List<XElement> Marks(string style) => [.. svg.Descendants().Where(mark => mark.Attribute("class")?.Value == style)];
        var (students, bars) = (Marks("student s0"), Marks("spread s0"));

        Assert.Equal(4, students.Count);
        Assert.Single(students.Take(3).Select(student => At(student, "cx")).Distinct());
        Assert.Equal(At(students[0], "cy"), At(bars[0], "y1"), 1);
        Assert.Equal(At(students[2], "cy"), At(bars[0], "y2"), 1);
        Assert.Equal(At(bars[1], "y1"), At(bars[1], "y2"));
        Assert.Single(Marks("ring"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_has_no_place_on_a_logarithmic_axis_is_left_out(double x) => Assert.True(
        SeedPlot.Draw([new SeedCurve(0, [new SeedPoint(x, new SeedErrors([1]), false)])], "Nothing", "T").IsEmpty);

    [Fact]
    public void A_long_line_is_thinned_but_reaches_from_side_to_side()
    {
        var points = Enumerable.Range(0, 100_000).Select(i => ((double)i, Math.Sin(i / 9000.0))).ToList();

        var svg = XElement.Parse(LinePlot.Draw([new PlotLine(0, points)], "A wave", "epoch", NumberText.Brief).ToString());
        var drawn = svg.Descendants("polyline").Single().Attribute("points")!.Value
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(point => point.Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())
            .ToList();

        Assert.InRange(drawn.Count, 100, 400);
        Assert.InRange(drawn[0][0], 50, 52);
        Assert.InRange(drawn[^1][0], 348, 350);
        Assert.All(drawn, point => Assert.InRange(point[1], 0, 230));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_steep_beginning_does_not_flatten_the_rest(int sign)
    {
        var points = Enumerable.Range(0, 100).Select(i => ((double)i, sign * ((50 * Math.Exp(-i)) + (i % 2)))).ToList();

        var svg = XElement.Parse(LinePlot.Draw([new PlotLine(0, points)], "A fall", "epoch", NumberText.Brief).ToString());
        var heights = svg.Descendants("polyline").Single().Attribute("points")!.Value
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(point => double.Parse(point.Split(',')[1], CultureInfo.InvariantCulture))
            .Skip(50).ToList();

        Assert.InRange(heights.Max() - heights.Min(), 100, 230);
    }

    [Fact]
    public void Values_that_are_not_finite_leave_a_plot_of_the_others()
    {
        var plot = LinePlot.Draw(
            [new PlotLine(0, [(0, 1), (1, double.NaN), (2, double.PositiveInfinity), (3, 2), (4, 1e300)])],
            "Gaps", "epoch", NumberText.Brief);
        var points = XElement.Parse(plot.ToString()).Descendants("polyline").Single().Attribute("points")!.Value;
        Assert.Equal(2, points.Trim().Split(' ').Length);
        Assert.True(LinePlot.Draw([new PlotLine(0, [(0, double.NaN), (1, 1)])], "Nothing", "epoch", NumberText.Brief).IsEmpty);
    }
}
