using Distill.Reports.Markup;

namespace Distill.Reports.Plots;

/// <summary>Lines over a number, as inline SVG.</summary>
internal static class LinePlot
{
    // A longer line would have more points than the drawing has pixels.
    private const int MostPoints = 240;

    private const int MostNotes = 30;
    private const double MuchHigher = 2;

    /// <summary>The plot, or nothing where no line has two points.</summary>
    /// <param name="lines">The lines; later ones are drawn over earlier ones.</param>
    /// <param name="description">What a reader who cannot see the plot should know.</param>
    /// <param name="xLabel">Label of the horizontal axis.</param>
    /// <param name="yText">Writes the numbers of the vertical axis.</param>
    /// <param name="whole">Whether every point is shown, however steep the beginning of a line.</param>
    public static Html Draw(IEnumerable<PlotLine> lines, string description, string xLabel, Func<double, string> yText, bool whole = false)
    {
        List<PlotLine> drawn = [.. lines.Select(Prepared).Where(line => line.Points.Count > 1)];
        if (drawn.Count == 0)
        {
            return default;
        }

        var xs = drawn.SelectMany(line => line.Points).Select(point => point.X).ToList();
        var (low, high) = Span(drawn, whole);
        var frame = new PlotFrame(AxisScale.Over(xs.Min(), xs.Max(), 5), AxisScale.Over(low, high, 4));
        return frame.Around(
            [.. drawn.Select(line => frame.Line($"{(line.Faint ? "line faint" : "line")} s{line.Style}", line.Points)), .. drawn.SelectMany(line => Notes(frame, line, xLabel, yText))],
            description, xLabel, yText);
    }

    // Whoever points at a line sees its numbers there.
    private static IEnumerable<Html> Notes(PlotFrame frame, PlotLine line, string xLabel, Func<double, string> yText)
    {
        if (line.Name.Length == 0)
        {
            return [];
        }

        var stride = (line.Points.Count + MostNotes - 1) / MostNotes;
        return line.Points.Where((_, i) => i % stride == 0 || i == line.Points.Count - 1).Select(point => Html.Of(
            $"""
            <circle class="note s{line.Style}" cx="{Math.Round(frame.AtX(point.X), 1)}" cy="{Math.Round(frame.AtY(point.Y), 1)}" r="6"><title>{line.Name}, {xLabel} {NumberText.Brief(Math.Round(point.X, 2))}: {yText(point.Y)}</title></circle>

            """));
    }

    // The first steps of a training may fall or rise so steeply that the rest would be one flat line: then the plot is as
    // high as the lines after their first quarter, and their beginning enters it from above or below.
    private static (double Low, double High) Span(List<PlotLine> lines, bool whole)
    {
        var all = Span(lines.SelectMany(line => line.Points));
        var settled = Span(lines.SelectMany(line => line.Points.Skip(line.Points.Count / 4)));
        var (low, high) = !whole && all.High - all.Low > MuchHigher * (settled.High - settled.Low) ? settled : all;
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
