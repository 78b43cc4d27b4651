using Distill.Reports.Markup;

namespace Distill.Reports.Plots;

/// <summary>
/// Errors over a positive number on a logarithmic axis, as inline SVG: a dot a student, a line through the means, and a bar
/// of one standard deviation to both sides of each mean.
/// </summary>
internal static class SeedPlot
{
    // More dots than that at one place lie on top of each other.
    private const int MostDots = 100;

    // Curves stand this far beside each other, so that their bars do not cover each other.
    private const double Apart = 5;

    /// <summary>The plot, or nothing where no curve has a point.</summary>
    /// <param name="curves">The curves.</param>
    /// <param name="description">What a reader who cannot see the plot should know.</param>
    /// <param name="xLabel">Label of the horizontal axis.</param>
    public static Html Draw(IEnumerable<SeedCurve> curves, string description, string xLabel)
    {
        List<SeedCurve> drawn = [.. curves
            .Select(curve => curve with { Points = [.. curve.Points.Where(IsDrawable)] })
            .Where(curve => curve.Points.Count > 0)];
        if (drawn.Count == 0)
        {
            return default;
        }

        var points = drawn.SelectMany(curve => curve.Points).ToList();
        var frame = new PlotFrame(Across(points), Upwards(points));
        // Points of different things are where they are.
        var apart = drawn.All(curve => curve.Joined) ? Apart : 0;
        return frame.Around(
            drawn.Select((curve, i) => Curve(frame, curve, xLabel, (i - ((drawn.Count - 1) / 2.0)) * apart)),
            description, xLabel, NumberText.Brief);
    }

    private static bool IsDrawable(SeedPoint point) => point is { X: > 1e-100 and < 1e100, Errors.Counts.Count: > 0 };

    private static AxisScale Across(List<SeedPoint> points)
    {
        var (low, high) = (points.Min(point => point.X), points.Max(point => point.X));
        var margin = Math.Max(1.05, Math.Pow(high / low, 0.05));
        return AxisScale.Logarithmic(low / margin, high * margin, 6);
    }

    private static AxisScale Upwards(List<SeedPoint> points)
    {
        var low = points.Min(point => Math.Min(point.Errors.Counts.Min(), point.Errors.Mean - (point.Errors.Deviation ?? 0)));
        var high = points.Max(point => Math.Max(point.Errors.Counts.Max(), point.Errors.Mean + (point.Errors.Deviation ?? 0)));
        var margin = (high - low) * 0.06;
        return AxisScale.Over(Math.Max(0, low - margin), high + margin, 4);
    }

    private static Html Curve(PlotFrame frame, SeedCurve curve, string xLabel, double aside)
    {
        double AtX(SeedPoint point) => frame.AtX(point.X) + aside;
        var dots = curve.Points.SelectMany(point => point.Errors.Counts.Take(MostDots).Select(errors => Html.Of(
            $"""<circle class="student s{curve.Style}" cx="{AtX(point)}" cy="{frame.AtY(errors)}" r="2.6"/>""")));
        var marks = curve.Points.Select(point =>
        {
            var (x, mean, deviation) = (AtX(point), point.Errors.Mean, point.Errors.Deviation ?? 0);
            var ring = point.Ringed
                ? Html.Of($"""<circle class="ring" cx="{x}" cy="{frame.AtY(mean)}" r="7.5"/>""")
                : default;
            return Html.Of(
                $"""
                <line class="spread s{curve.Style}" x1="{x}" x2="{x}" y1="{frame.AtY(mean - deviation)}" y2="{frame.AtY(mean + deviation)}"/>
                <circle class="mean s{curve.Style}" cx="{x}" cy="{frame.AtY(mean)}" r="3.6"><title>{xLabel} {NumberText.Brief(point.X)}: {NumberText.Spread(mean, point.Errors.Deviation)}</title></circle>{ring}

                """);
        });
        var line = !curve.Joined ? default : frame.Line($"line s{curve.Style}", curve.Points.Select(point => (point.X, point.Errors.Mean)), aside);
        return Html.Of($"{dots}{line}{marks}");
    }
}
