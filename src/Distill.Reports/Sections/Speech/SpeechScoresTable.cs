using Distill.Reports.Markup;
using Distill.Runs.Results.Speech;

namespace Distill.Reports.Sections.Speech;

/// <summary>The paper's Table 1 beside ours, and whether its rows differ.</summary>
internal static class SpeechScoresTable
{
    private const int MostDifferences = 20;

    public static Html Render(SpeechResults results)
    {
        List<Html> rows =
        [
            .. Row(Name("baseline"), Epochs(results.BaselineEpochs), results.Baseline, (SpeechPaper.BaselineFrames, SpeechPaper.BaselineWords)),
            .. Row(Name("ensemble"), $"{results.BySize?.Count ?? 0} of the nets above, the mean of their distributions", results.Ensemble, (SpeechPaper.EnsembleFrames, SpeechPaper.EnsembleWords)),
            .. Row(Name("distilled"), $"{Objective(results)}{Speeds(results)}", results.Distilled, (SpeechPaper.DistilledFrames, SpeechPaper.DistilledWords)),
            .. Row(Name("plain"), $"{Objective(results)}, recordings as they are, as in the paper", results.Plain, null),
            .. Row(Name("longer"), $"{Epochs(results.DistilledEpochs)}{Speeds(results)}; the paper has no such row", results.Longer, null),
        ];
        var table = rows.Count == 0 ? default : Table.Of(
            "Frames and words of the test speakers", "scores",
            Table.Columns("acoustic model", "frames right", "words wrong in strings", "single words wrong", "paper: frames, words"), rows);
        return Section.Of(
            "scores",
            "Accuracy",
            Html.Of(
                $"""
                On {NumberText.Count(results.Frames.Test)} frames of {NumberText.Count(results.Data.Speakers.Test)} speakers that no net heard
                before, and on strings of 3 to 7 of their words; mean over the seeds ± standard deviation. A frame is right where the most
                probable state is that of the forced alignment.
                """),
            Html.Of($"{table}{Differences(results)}"));
    }

    private static Html Differences(SpeechResults results) => results.Differences is not { Count: > 0 } differences ? default : Table.Of(
        "Differences on the same utterances, by the bootstrap over utterances",
        "paired",
        Table.Columns("first against second", "frame error rate, first less second", "word error rate, first less second"),
        differences.Take(MostDifferences).Select(difference => Table.Row(
            Html.Of($"{Name(difference.First)} against {Name(difference.Second)}"),
            SpeechText.Cell(difference.FrameErrorRate),
            SpeechText.Cell(difference.Wer))));

    private static string Name(string id) => id switch
    {
        "baseline" => "One net on labels",
        "ensemble" => "Ensemble",
        "distilled" => "Distilled into one net",
        "plain" => "Distilled on the training recordings alone",
        "longer" => "One net on labels, on the same recordings for as long",
        _ => id,
    };

    private static string Objective(SpeechResults results) =>
        $"T = {NumberText.Short(results.Temperature ?? double.NaN)}, weight {NumberText.Short(results.HardWeight ?? double.NaN)} on labels, {Epochs(results.DistilledEpochs)}";

    private static string Speeds(SpeechResults results) =>
        results.Speeds is { Count: > 0 } speeds ? $", recordings at {string.Join(", ", speeds.Select(NumberText.Short))} times their speed" : "";

    private static string Epochs(double? epochs) => epochs is { } known ? $"{NumberText.Rounded(known)} epochs" : "";

    private static IEnumerable<Html> Row(string name, string detail, SpeechScores? scores, (double Frames, double Words)? paper) => scores is null ? [] :
    [
        Table.Row(
            Html.Of($"{name}<small>{detail}</small>"),
            Table.Cell(Html.Of($"<b>{NumberText.PercentSpread(scores.FrameAccuracy)}</b>"), SpeechText.Count(scores.FrameAccuracy.Count)),
            Table.Cell(
                Html.Of($"{NumberText.PercentSpread(scores.Wer)}"),
                scores.WordErrors.Count == 0 ? "" :
                    $"{Mean(scores, errors => errors.Substitutions)} taken for others, {Mean(scores, errors => errors.Insertions)} inserted, {Mean(scores, errors => errors.Deletions)} missed of {Mean(scores, errors => errors.Words)}"),
            Table.Cell(NumberText.PercentSpread(scores.IsolatedWer)),
            Table.Cell(paper is { } known ? $"{NumberText.Percent(known.Frames)}, {NumberText.Percent(known.Words)}" : "–")),
    ];

    private static string Mean(SpeechScores scores, Func<SpeechWordErrors, double> count) => NumberText.Count(scores.WordErrors.Average(count));
}
