using Distill.Reports.Markup;
using Distill.Runs.Results.Specialists;

namespace Distill.Reports.Sections.Specialists;

/// <summary>The top of the page of the experiment with specialists: what they add, and how much of it one net keeps.</summary>
internal static class SpecialistsExperimentHero
{
    public static Html Render(SpecialistsResults results) => Hero.Warned(
        results.Smoke,
        Hero.Of($"Section 5 of the paper, on {results.Data}", Sentence(results), Html.Of($"{Paper(results)}"), Tiles(results)));

    /// <summary>"Specialists make 4.6 % more images right; one net distilled from them keeps 110 % of that", as far as they ran.</summary>
    public static string Sentence(SpecialistsResults results)
    {
        var kept = results.DistilledBack is { } back ? $"; one net distilled from them keeps {NumberText.Percent(back.GainKept, 0)} of the gain" : "";
        var result = results.RelativeGain switch
        {
            > 0 and { } gain => $"With specialists {NumberText.Percent(gain)} more images are right{kept}",
            { } loss => $"With specialists {NumberText.Percent(-loss)} fewer images are right",
            _ => results.Generalist is { } alone
                ? $"The generalist has {NumberText.Percent(alone.Top1)} of the images right"
                : "A generalist and its specialists",
        };
        return results.Smoke ? $"Smoke run. {result}" : result;
    }

    private static string Paper(SpecialistsResults results) => results is { Smoke: false, RelativeGain: not null }
        ? $"In the paper: {NumberText.Percent(SpecialistsPaper.RelativeGain)} more, with 61 specialists on 15,000 classes."
        : "";

    private static IEnumerable<Html> Tiles(SpecialistsResults results)
    {
        if (results.Generalist is { } alone)
        {
            yield return Hero.Tile(
                "generalist", NumberText.Percent(alone.Top1, 2), $"{results.Network}; {SpecialistsText.Seeds(alone)}");
        }

        if (results.Combined is { } together)
        {
            yield return Hero.Tile("with specialists", NumberText.Percent(together.Top1, 2), $"{SpecialistsText.Gain(results.RelativeGain)}; {SpecialistsText.Seeds(together)}");
        }

        if (results.DistilledBack is { } back)
        {
            yield return Hero.Tile("distilled back", NumberText.Percent(back.Scores.Top1, 2), $"one net like the generalist; {SpecialistsText.Seeds(back.Scores)}");
        }

        if (results.Minutes is { } minutes)
        {
            yield return Hero.Tile(
                "a specialist’s training", $"{NumberText.Percent(minutes.Specialist / minutes.Generalist)} of the generalist’s",
                $"{NumberText.Rounded(Math.Round(minutes.Specialist, 2))} against {NumberText.Rounded(Math.Round(minutes.Generalist, 1))} minutes");
        }
    }
}
