using Distill.Reports.Markup;
using Distill.Runs.Results;

namespace Distill.Reports.Plots;

/// <summary>
/// A reliability diagram as inline SVG: a dot a bin at its mean confidence and accuracy, its area growing with the
/// share of examples, and a stem to the diagonal on which a calibrated model lies.
/// </summary>
internal static class ReliabilityPlot
{
    private const double Size = 184, Left = 30, Top = 6, Side = 146, LargestDot = 9, SmallestDot = 1.8;

    public static Html Draw(string name, int style, IReadOnlyList<ReliabilityBin> bins, double ece)
    {
        List<ReliabilityBin> filled =
            [.. bins.Where(bin => bin.Count > 0 && bin.MeanConfidence is >= 0 and <= 1 && bin.Accuracy is >= 0 and <= 1)];
        if (filled.Count == 0)
        {
            return default;
        }

        var all = filled.Sum(bin => (double)bin.Count);
        var ticks = new[] { 0, 0.5, 1 }.Select(tick => Html.Of(
            $"""<line class="grid" x1="{Left}" x2="{Left + Side}" y1="{AtY(tick)}" y2="{AtY(tick)}"/><text class="tick" x="{Left - 5}" y="{AtY(tick) + 4}" text-anchor="end">{NumberText.Short(tick)}</text>"""));
        var below = new[] { (0, "0"), (0.5, "confidence"), (1, "1") }.Select(text => Html.Of(
            $"""<text class="tick" x="{AtX(text.Item1)}" y="{Top + Side + 15}" text-anchor="middle">{text.Item2}</text>"""));
        var stems = filled.Select(bin => Html.Of(
            $"""<line class="stem s{style}" x1="{AtX(bin.MeanConfidence)}" x2="{AtX(bin.MeanConfidence)}" y1="{AtY(bin.MeanConfidence)}" y2="{AtY(bin.Accuracy)}"/>"""));
        var dots = filled.Select(bin => Html.Of(
            $"""<circle class="dot s{style}" cx="{AtX(bin.MeanConfidence)}" cy="{AtY(bin.Accuracy)}" r="{Math.Max(SmallestDot, LargestDot * Math.Sqrt(bin.Count / all))}"/>"""));
        return Html.Of(
            $"""
            <figure class="reliability">
            <svg viewBox="0 0 {Size} {Top + Side + 20}" role="img" aria-label="Reliability diagram of {name}: expected calibration error {NumberText.Percent(ece)}, {Tendency(filled)}">
            {ticks}{below}<line class="diagonal" x1="{AtX(0)}" y1="{AtY(0)}" x2="{AtX(1)}" y2="{AtY(1)}"/>{stems}{dots}
            </svg>
            <figcaption><b class="name s{style}">{name}</b><br/>ECE {NumberText.Percent(ece)}, {Tendency(filled)}</figcaption>
            </figure>
            """);
    }

    private static string Tendency(List<ReliabilityBin> bins)
    {
        var gap = bins.Sum(bin => bin.Count * (bin.MeanConfidence - bin.Accuracy)) / bins.Sum(bin => (double)bin.Count);
        return gap switch
        {
            > 0.005 => $"overconfident by {NumberText.Percent(gap)}",
            < -0.005 => $"underconfident by {NumberText.Percent(-gap)}",
            _ => "neither over- nor underconfident on the whole",
        };
    }

    private static double AtX(double share) => Left + (share * Side);

    private static double AtY(double share) => Top + ((1 - share) * Side);
}
