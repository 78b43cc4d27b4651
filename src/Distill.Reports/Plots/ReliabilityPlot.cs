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
        List<ReliabilityBin> filled = [.. bins.Where(IsDrawable)];
        if (filled.Count == 0)
        {
            return default;
        }

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
        var result = $"ECE {NumberText.Percent(ece)}, {Tendency(filled)}";
        return Html.Of(
            $"""
            <figure class="reliability">
            <svg viewBox="0 0 {Size} {Top + Side + 20}" role="img" aria-label="Reliability diagram of {name}: {result}">
            {ticks}{below}<line class="diagonal" x1="{AtX(0)}" y1="{AtY(0)}" x2="{AtX(1)}" y2="{AtY(1)}"/>
            {dots}</svg>
            <figcaption><b class="name s{style}">{name}</b><br/>{result}</figcaption>
            </figure>
            """);
    }

    private static bool IsDrawable(ReliabilityBin bin) =>
        bin is { Count: > 0, MeanConfidence: >= 0 and <= 1, Accuracy: >= 0 and <= 1 };

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
