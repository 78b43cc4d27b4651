using Distill.Reports.Markup;
using Distill.Runs.Documents;

namespace Distill.Reports.Plots;

/// <summary>
/// A reliability diagram as inline SVG: a dot a bin at its mean confidence and accuracy, its area growing with the
/// share of examples, and a stem to the diagonal on which a calibrated model lies.
/// </summary>
internal static class ReliabilityPlot
{
    private const double Size = 184, Left = 30, Top = 6, Side = 146, LargestDot = 9, SmallestDot = 1.8;

    public static Html Draw(ReliabilityDiagram diagram)
    {
        var filled = diagram.Filled;
        if (filled.Count == 0)
        {
            return default;
        }

        var style = diagram.Colour;
        var all = filled.Sum(bin => (double)bin.Count);
        var ticks = new[] { 0, 0.5, 1 }.Select(tick => Html.Of(
            $"""
            <line class="grid" x1="{Left}" x2="{Left + Side}" y1="{AtY(tick)}" y2="{AtY(tick)}"/>
            <text class="tick" x="{Left - 5}" y="{AtY(tick) + 4}" text-anchor="end">{NumberText.Brief(tick)}</text>

            """));
        var below = new[] { (0, "0"), (0.5, "confidence"), (1, "1") }.Select(text => Html.Of(
            $"""<text class="tick" x="{AtX(text.Item1)}" y="{Top + Side + 15}" text-anchor="middle">{text.Item2}</text>"""));
        var dots = filled.Select(bin =>
        {
            var (x, y, calibrated) = (AtX(bin.MeanConfidence), AtY(bin.Accuracy), AtY(bin.MeanConfidence));
            return Html.Of(
                $"""
                <line class="stem s{style}" x1="{x}" x2="{x}" y1="{calibrated}" y2="{y}"/>
                <circle class="dot s{style}" cx="{x}" cy="{y}" r="{Math.Max(SmallestDot, LargestDot * Math.Sqrt(bin.Count / all))}"/>

                """);
        });
        return Html.Of(
            $"""
            <figure class="reliability">
            <svg viewBox="0 0 {Size} {Top + Side + 20}" role="img" aria-label="Reliability diagram; its result is in the caption">
            {ticks}{below}<line class="diagonal" x1="{AtX(0)}" y1="{AtY(0)}" x2="{AtX(1)}" y2="{AtY(1)}"/>
            {dots}</svg>
            <figcaption><b class="name s{style}">{diagram.Name}</b><br/>{diagram.InShort}</figcaption>
            </figure>
            """);
    }

    private static double AtX(double share) => Left + (share * Side);

    private static double AtY(double share) => Top + ((1 - share) * Side);
}
