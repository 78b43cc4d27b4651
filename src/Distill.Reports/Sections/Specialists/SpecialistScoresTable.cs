using Distill.Reports.Markup;
using Distill.Runs.Results.Specialists;

namespace Distill.Reports.Sections.Specialists;

/// <summary>All ways of answering beside each other, with the paper's figures.</summary>
internal static class SpecialistScoresTable
{
    private const int MostRows = 40;

    public static Html Render(SpecialistsResults results)
    {
        List<Html> rows =
        [
            .. Row("Generalist", results.Network ?? "", results.Generalist, null, (SpecialistsPaper.Generalist, SpecialistsPaper.GeneralistConditional)),
            .. Row(
                "Generalist and specialists", "the nearest distribution to all", results.Combined, results.RelativeGain,
                (SpecialistsPaper.Combined, SpecialistsPaper.CombinedConditional)),
            .. Back(results),
            .. (results.Controls ?? []).Take(MostRows).SelectMany(control => Row(
                Name(control.Id),
                $"{control.Description}; {NumberText.Rounded(control.Epochs)} epochs in all, {NumberText.Count(control.Nets)} at work", control.Scores, control.RelativeGain)),
            .. (results.Variants ?? []).Take(MostRows).SelectMany(variant => Row(Name(variant.Id), variant.Description, variant.Scores, variant.RelativeGain)),
        ];
        var table = rows.Count == 0 ? default : Table.Of(
            "Test accuracy", "scores", Table.Columns("who answers", "top-1", "gain", "top-5", "conditional", "paper: top-1, conditional"), rows);
        var tests = PairedTestsTable.Render(results.PairedTests, id => Html.Of($"{Name(id)}"));
        return Section.Of(
            "scores",
            "Accuracy",
            Html.Of(
                $"""
                On {NumberText.Count(results.TestExamples)} test images of {NumberText.Count(results.Classes)} classes, of models after their
                last step; mean over the seeds ± standard deviation. Conditional accuracy is of images of classes that some specialist
                covers, among these classes. The gain is relative, against the generalists of the same seeds.
                """),
            Html.Of($"{table}{tests}"));
    }

    private static string Name(string id) => id switch
    {
        "generalist" => "Generalist",
        "combined" => "Generalist and specialists",
        "distilled" => "Distilled back",
        "trainedOn" => "Without specialists: trained on",
        "ensemble" => "Without specialists: several generalists",
        "average" => "Mean of all",
        "replace" => "Specialists in the generalist’s place",
        "fullSoftmax" => "Full softmax",
        _ when id.StartsWith("top", StringComparison.Ordinal) => $"More top classes: {id["top".Length..]}",
        _ => id,
    };

    private static IEnumerable<Html> Back(SpecialistsResults results)
    {
        if (results.DistilledBack is not { } back)
        {
            return [];
        }

        var how = $"T = {NumberText.Short(back.Temperature)}, {NumberText.Rounded(back.Epochs)} epochs; keeps {NumberText.Percent(back.GainKept, 0)} of the gain";
        return
        [
            .. Row("Distilled back into one net", how, back.Scores, Gain(results, back.Scores)),
            .. Row(
                "Distilled back into the generalist",
                $"the same training from the generalist’s own weights; {(back.ContinuedGainKept is { } kept ? $"keeps {NumberText.Percent(kept, 0)} of the gain" : "")}",
                back.Continued, Gain(results, back.Continued)),
            .. Row("Distilled from the generalist alone", "the same net, taught without specialists", back.Control, Gain(results, back.Control)),
        ];
    }

    private static double? Gain(SpecialistsResults results, SpecialistScores? scores)
    {
        var seeds = scores?.BySeed.Select(seed => seed.Seed).ToHashSet() ?? [];
        var before = results.Generalist?.BySeed.Where(seed => seeds.Contains(seed.Seed)).Select(seed => seed.Top1).ToList() ?? [];
        return scores is null || before.Count == 0 ? null : (scores.Top1 / before.Average()) - 1;
    }

    private static IEnumerable<Html> Row(
        string name, string detail, SpecialistScores? scores, double? gain, (double Top1, double Conditional)? paper = null) => scores is null ? [] :
    [
        Table.Row(
            Html.Of($"{name}<small>{detail}</small>"),
            Table.Cell(Html.Of($"<b>{SpecialistsText.Spread(scores.BySeed, seed => seed.Top1)}</b>"), scores.BySeed.Count == 1 ? "one seed" : ""),
            Table.Cell(SpecialistsText.Gain(gain)),
            Table.Cell(SpecialistsText.Spread(scores.BySeed, seed => seed.Top5)),
            Table.Cell(scores.Conditional is null ? "–" : SpecialistsText.Spread(scores.BySeed, seed => seed.Conditional ?? 0)),
            Table.Cell(paper is { } known ? $"{NumberText.Percent(known.Top1)}, {NumberText.Percent(known.Conditional)}" : "–")),
    ];
}
