using Distill.Reports.Markup;
using Distill.Runs.Results.Speech;

namespace Distill.Reports.Sections.Speech;

/// <summary>The comparison at several shares of the data.</summary>
internal static class RegularizerShares
{
    private const int MostRows = 40;

    public static Html Render(RegularizerResults results) => Section.Of(
        "shares",
        "By the share of the data",
        Html.Of($"Test frames right, mean over the seeds ± standard deviation."),
        results.ByShare is not { Count: > 0 } shares ? default : Table.Of(
            "Test frames right by share", "scores",
            Table.Columns("share", "labels, stopped early", "labels, at the end", "soft targets, at the end", "of all data’s accuracy"),
            shares.Take(MostRows).Select(share => Table.Row(
                Html.Of($"{NumberText.Percent(share.Share, 0)}<small>{NumberText.Count(share.Frames)} frames</small>"),
                Table.Cell(NumberText.PercentSpread([.. share.Hard.BySeed.Select(seed => seed.BestTest)])),
                Table.Cell(NumberText.PercentSpread([.. share.Hard.BySeed.Select(seed => seed.Test)])),
                Table.Cell(Html.Of($"<b>{NumberText.PercentSpread([.. share.Soft.BySeed.Select(seed => seed.Test)])}</b>"), SpeechText.Count(share.Soft.BySeed.Count)),
                Table.Cell(NumberText.Percent(share.OfFull))))));
}
