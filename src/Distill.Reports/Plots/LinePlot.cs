using Distill.Reports.Markup;

namespace Distill.Reports.Plots;

/// <summary>
/// Lines over a number, as inline SVG. Colours come from the style sheet, so one drawing serves light and dark, and it
/// is drawn at the width that it has in a column of a desktop and on a phone, so that its text is readable on both.
/// </summary>
internal static class LinePlot
{
    private const double Width = 360, Height = 230;
    private const double Left = 50, Right = 10, Top = 10, Bottom = 38;

    // A longer line would have more points than the drawing has pixels.
    private const int MostPoints = 240;

    private const double MuchHigher = 2;

    /// <summary>The plot, or nothing where no line has two points.</summary>
    /// <param name="lines">The lines; later ones are drawn over earlier ones.</param>
    /// <param name="description">What a reader who cannot see the plot should know.</param>
    /// <param name="xLabel">Label of the horizontal axis.</param>
    /// <param name="yText">Writes the numbers of the vertical axis.</param>
    public static Html Draw(IEnumerable<PlotLine> lines, string description, string xLabel, Func<double, string> yText)
    {
        List<PlotLine> drawn = [.. lines.Select(Prepared).Where(line => line.Points.Count > 1)];
        if (drawn.Count == 0)
        {
            return default;
        }

        var xs = drawn.SelectMany(line => line.Points).Select(point => point.X).ToList();
        var x = AxisScale.Over(xs.Min(), xs.Max(), 5);
        var (low, high) = InterestingSpan(drawn);
        var y = AxisScale.Over(low, high, 4);
        double AtX(double value) => Left + (x.At(value) * (Width - Left - Right));
        double AtY(double value) => Height - Bottom - (Math.Clamp(y.At(value), -9, 9) * (Height - Bottom - Top));

        var rows = y.Ticks.Select(tick => Html.Of(
            $"""
            <line class="grid" x1="{Left}" x2="{Width - Right}" y1="{AtY(tick)}" y2="{AtY(tick)}"/>
            <text class="tick" x="{Left - 6}" y="{AtY(tick) + 4}" text-anchor="end">{yText(tick)}</text>

            """));
        var columns = x.Ticks.Select(tick => Html.Of(
            $"""
            <text class="tick" x="{AtX(tick)}" y="{Height - Bottom + 16}" text-anchor="middle">{NumberText.Short(tick)}</text>

            """));
        var paths = drawn.Select(line =>
        {
            var points = line.Points.Select(point => Html.Of($"{Math.Round(AtX(point.X), 1)},{Math.Round(AtY(point.Y), 1)} "));
            return Html.Of($"""<polyline class="{(line.Faint ? "line faint" : "line")} s{line.Style}" points="{points}"/>""");
        });
        var (plotWidth, plotHeight) = (Width - Left - Right, Height - Top - Bottom);
        // The inner drawing cuts lines that leave the plot.
        return Html.Of(
            $"""
            <svg viewBox="0 0 {Width} {Height}" role="img" aria-label="{description}">
            {rows}{columns}
            <text class="axis" x="{(Left + Width - Right) / 2}" y="{Height - 4}" text-anchor="middle">{xLabel}</text>
            <svg x="{Left}" y="{Top}" width="{plotWidth}" height="{plotHeight}" viewBox="{Left} {Top} {plotWidth} {plotHeight}">
            {paths}
            </svg>
            <line class="base" x1="{Left}" x2="{Width - Right}" y1="{Height - Bottom}" y2="{Height - Bottom}"/>
            </svg>
            """);
    }

    // The first steps of a training may fall or rise so steeply that the rest would be one flat line: then the plot is as
    // high as the lines after their first quarter, and their beginning enters it from above or below.
    private static (double Low, double High) InterestingSpan(List<PlotLine> lines)
    {
        var all = Span(lines.SelectMany(line => line.Points));
        var settled = Span(lines.SelectMany(line => line.Points.Skip(line.Points.Count / 4)));
        var (low, high) = all.High - all.Low > MuchHigher * (settled.High - settled.Low) ? settled : all;
        return (low - ((high - low) * 0.06), high + ((high - low) * 0.06));
    }

    private static (double Low, double High) Span(IEnumerable<(double X, double Y)> points)
    {
        var ys = points.Select(point => point.Y).ToList();
        return (ys.Min(), ys.Max());
    }

    private static PlotLine Prepared(PlotLine line)
    {
        List<(double X, double Y)> points = [.. line.Points.Where(point => IsDrawable(point.X) && IsDrawable(point.Y))];
        if (points.Count <= MostPoints)
        {
            return line with { Points = points };
        }

        var stride = (points.Count + MostPoints - 1) / MostPoints;
        return line with
        {
            Points = [.. points.Chunk(stride).Select(some => (some.Average(point => point.X), some.Average(point => point.Y)))],
        };
    }

    private static bool IsDrawable(double number) => Math.Abs(number) < 1e100;
}
