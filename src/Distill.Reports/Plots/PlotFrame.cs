using Distill.Reports.Markup;

namespace Distill.Reports.Plots;

/// <summary>
/// The axes of a plot as inline SVG, and where numbers lie between them. Colours come from the style sheet, so one drawing
/// serves light and dark, and it is drawn at the width that it has in a column of a desktop and on a phone, so that its
/// text is readable on both.
/// </summary>
internal sealed class PlotFrame(AxisScale x, AxisScale y)
{
    private const double Width = 360, Height = 230;
    private const double Left = 50, Right = 10, Top = 10, Bottom = 38;
    private const double InnerWidth = Width - Left - Right, InnerHeight = Height - Top - Bottom;

    public double AtX(double value) => Left + (x.At(value) * InnerWidth);

    public double AtY(double value) => Height - Bottom - (Math.Clamp(y.At(value), -9, 9) * InnerHeight);

    /// <summary>The plot: axes, and marks in front of them, cut where they leave the plot.</summary>
    /// <param name="marks">What is drawn, in the coordinates of <see cref="AtX"/> and <see cref="AtY"/>.</param>
    /// <param name="description">What a reader who cannot see the plot should know.</param>
    /// <param name="xLabel">Label of the horizontal axis.</param>
    /// <param name="yText">Writes the numbers of the vertical axis.</param>
    public Html Around(IEnumerable<Html> marks, string description, string xLabel, Func<double, string> yText)
    {
        var rows = y.Ticks.Select(tick => Html.Of(
            $"""
            <line class="grid" x1="{Left}" x2="{Width - Right}" y1="{AtY(tick)}" y2="{AtY(tick)}"/>
            <text class="tick" x="{Left - 6}" y="{AtY(tick) + 4}" text-anchor="end">{yText(tick)}</text>

            """));
        var columns = x.Ticks.Select(tick => Html.Of(
            $"""
            <text class="tick" x="{AtX(tick)}" y="{Height - Bottom + 16}" text-anchor="middle">{NumberText.Brief(tick)}</text>

            """));
        return Html.Of(
            $"""
            <svg viewBox="0 0 {Width} {Height}" role="img" aria-label="{description}">
            {rows}{columns}
            <text class="axis" x="{(Left + Width - Right) / 2}" y="{Height - 4}" text-anchor="middle">{xLabel}</text>
            <svg x="{Left}" y="{Top}" width="{InnerWidth}" height="{InnerHeight}" viewBox="{Left} {Top} {InnerWidth} {InnerHeight}">
            {marks}
            </svg>
            <line class="base" x1="{Left}" x2="{Width - Right}" y1="{Height - Bottom}" y2="{Height - Bottom}"/>
            </svg>
            """);
    }

    /// <summary>A line through points, moved right by <paramref name="aside"/>.</summary>
    public Html Line(string style, IEnumerable<(double X, double Y)> points, double aside = 0)
    {
        var corners = points.Select(point => Html.Of($"{Math.Round(AtX(point.X) + aside, 1)},{Math.Round(AtY(point.Y), 1)} "));
        return Html.Of($"""<polyline class="{style}" points="{corners}"/>""");
    }
}
