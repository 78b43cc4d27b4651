using Distill.Reports.Markup;
using Distill.Runs.Results.Speech;

namespace Distill.Reports.Sections.Speech;

/// <summary>The top of the page of the experiment with an ensemble of acoustic models.</summary>
internal static class SpeechHero
{
    public static Html Render(SpeechResults results) => Hero.Warned(
        results.Smoke,
        Hero.Of($"Section 4 of the paper, on {results.Data.Set}", Sentence(results), Html.Of($"{Paper(results)}"), Tiles(results)));

    /// <summary>"One net keeps 95 % of what an ensemble of ten gains", as far as the parts ran.</summary>
    public static string Sentence(SpeechResults results)
    {
        var result = results switch
        {
            { Transferred: { } kept, Ensemble: not null } => $"One net keeps {NumberText.Percent(kept.Estimate, 0)} of what {Members(results)} as one gain",
            { Ensemble: { } ensemble } => $"{Members(results)} as one have {NumberText.Percent(ensemble.FrameAccuracy.Average())} of the frames right",
            _ => "An ensemble of acoustic models",
        };
        return results.Smoke ? $"Smoke run. {result}" : result;
    }

    private static string Members(SpeechResults results) => $"{results.Baseline?.FrameAccuracy.Count ?? 0} nets";

    private static string Paper(SpeechResults results) => results is { Smoke: false, Transferred: { } kept }
        ? $"{NumberText.Percent(kept.Confidence, 0)} interval {NumberText.Percent(kept.Lower, 0)} to {NumberText.Percent(kept.Upper, 0)}. In the paper: more than 80 %.{Alone(results)}"
        : "";

    private static string Alone(SpeechResults results) => results.PlainTransferred is { } alone
        ? $" Of the training recordings alone: {NumberText.Percent(alone.Estimate, 0)}."
        : "";

    private static IEnumerable<Html> Tiles(SpeechResults results) =>
    [
        .. Tile("one net", results.Baseline), .. Tile("ensemble", results.Ensemble), .. Tile("distilled", results.Distilled),
    ];

    private static IEnumerable<Html> Tile(string name, SpeechScores? scores) => scores is null ? [] :
    [
        Hero.Tile(name, NumberText.Percent(scores.FrameAccuracy.Average(), 2), $"of frames; {NumberText.Percent(scores.Wer.Average(), 2)} of words wrong"),
    ];
}
