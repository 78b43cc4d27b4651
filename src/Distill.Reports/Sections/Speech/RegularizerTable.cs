using Distill.Reports.Markup;
using Distill.Runs.Results.Speech;

namespace Distill.Reports.Sections.Speech;

/// <summary>The paper's Table 5 beside ours.</summary>
internal static class RegularizerTable
{
    private const int MostRows = 40;

    public static Html Render(RegularizerResults results)
    {
        List<Html> rows =
        [
            .. results.Full is not { } full ? [] : new[]
            {
                Row("Labels of all data", "", full.BySeed, seed => seed.Train, seed => seed.Test, seed => seed.TestNll, (SpeechPaper.FullTrain, SpeechPaper.FullTest)),
            },
            .. results.Hard3 is not { } hard ? [] : new[]
            {
                Row($"Labels of {Share(results)}", "stopped where the validation speakers came out best", hard.BySeed, seed => seed.BestTrain, seed => seed.BestTest, seed => seed.BestTestNll, (SpeechPaper.HardTrain, SpeechPaper.HardTest)),
                Row($"Labels of {Share(results)}", "at the end", hard.BySeed, seed => seed.Train, seed => seed.Test, seed => seed.TestNll, null),
            },
            .. results.Soft3 is not { } soft ? [] : new[]
            {
                Row($"Soft targets of {Share(results)}", $"at the end; T = {NumberText.Short(results.Temperature ?? double.NaN)}", soft.BySeed, seed => seed.Train, seed => seed.Test, seed => seed.TestNll, (SpeechPaper.SoftTrain, SpeechPaper.SoftTest)),
            },
        ];
        var table = rows.Count == 0 ? default : Table.Of(
            "Frames right", "scores", Table.Columns("what nets learn from", "training frames", "test frames", "test NLL", "paper: training, test"), rows);
        return Section.Of(
            "scores",
            "Accuracy",
            Html.Of(
                $"""
                Shares of frames in the right state, of the frames that a net learns from and of {NumberText.Count(results.Data.Frames.Test)}
                frames of other speakers; mean over the seeds ± standard deviation; and the mean negative log-likelihood of the test frames' states. A share is of {results.Unit ?? "frames"}; the soft
                targets are of the net of the same seed that had all data.
                """),
            Html.Of($"{table}{Differences(results)}"));
    }

    private static Html Differences(RegularizerResults results) => results.Differences is not { Count: > 0 } differences ? default : Table.Of(
        "Differences on the same utterances, by the bootstrap over utterances",
        "paired",
        Table.Columns("first against second", "frame error rate, first less second"),
        differences.Take(MostRows).Select(difference => Table.Row(Html.Of($"{Name(difference.First)} against {Name(difference.Second)}"), SpeechText.Cell(difference.FrameErrorRate))));

    private static string Name(string id) => id switch
    {
        "full" => "Labels of all data",
        "hard" => "Labels of the share, at the end",
        "hard, stopped early" => "Labels of the share, stopped early",
        "soft" => "its soft targets, at the end",
        _ => id,
    };

    private static string Share(RegularizerResults results) => NumberText.Percent(results.Share ?? double.NaN, 0);

    private static Html Row(
        string name, string detail, IReadOnlyList<RegularizerScores> seeds, Func<RegularizerScores, double> train, Func<RegularizerScores, double> test,
        Func<RegularizerScores, double> nll, (double Train, double Test)? paper) => Table.Row(
        Html.Of($"{name}<small>{detail}</small>"),
        Table.Cell(NumberText.PercentSpread([.. seeds.Select(train)])),
        Table.Cell(Html.Of($"<b>{NumberText.PercentSpread([.. seeds.Select(test)])}</b>"), SpeechText.Count(seeds.Count)),
        Table.Cell(NumberText.Score(seeds.Average(nll))),
        Table.Cell(paper is { } known ? $"{NumberText.Percent(known.Train)}, {NumberText.Percent(known.Test)}" : "–"));
}
