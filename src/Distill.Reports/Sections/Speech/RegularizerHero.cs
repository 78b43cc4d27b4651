using Distill.Reports.Markup;
using Distill.Runs.Results.Speech;

namespace Distill.Reports.Sections.Speech;

/// <summary>The top of the page of the experiment with soft targets as regularisers.</summary>
internal static class RegularizerHero
{
    public static Html Render(RegularizerResults results) => Hero.Warned(
        results.Smoke,
        Hero.Of($"Section 6 of the paper, on {results.Data.Set}", Sentence(results), Html.Of($"{Paper(results)}"), Tiles(results)));

    /// <summary>"On 3 % of the data, soft targets reach 96 % of the accuracy on all", as far as the parts ran.</summary>
    public static string Sentence(RegularizerResults results)
    {
        var result = results switch
        {
            { SoftOfFull: { } share, Share: { } part } => $"On {NumberText.Percent(part, 0)} of the data, soft targets reach {NumberText.Percent(share)} of the accuracy on all",
            { Full: { } full } => $"On all data, {NumberText.Percent(full.Test)} of the test frames are right",
            _ => "Soft targets as regularisers",
        };
        return results.Smoke ? $"Smoke run. {result}" : result;
    }

    private static string Paper(RegularizerResults results) => results is { Smoke: false, SoftOfFull: not null }
        ? $"In the paper: {NumberText.Percent(SpeechPaper.SoftTest / SpeechPaper.FullTest)}, and {NumberText.Percent(SpeechPaper.HardTest / SpeechPaper.FullTest)} on labels stopped early."
        : "";

    private static IEnumerable<Html> Tiles(RegularizerResults results)
    {
        if (results.Full is { } full)
        {
            yield return Hero.Tile("labels of all data", NumberText.Percent(full.Test), "of the test frames right");
        }

        if (results.Hard3 is { } hard)
        {
            yield return Hero.Tile("labels of a share", NumberText.Percent(hard.BestTest), $"stopped early; {NumberText.Percent(hard.FinalTest)} at the end");
        }

        if (results.Soft3 is { } soft)
        {
            yield return Hero.Tile("soft targets of the share", NumberText.Percent(soft.Test), "at the end, never stopped");
        }
    }
}
