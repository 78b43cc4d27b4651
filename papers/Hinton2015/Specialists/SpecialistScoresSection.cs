using Distill.Runs.Documents;

namespace Hinton2015.Specialists;

/// <summary>All ways of answering beside each other, with the paper's numbers, and whether they differ by more than chance.</summary>
internal static class SpecialistScoresSection
{
    public static Section Of(SpecialistsResults results)
    {
        List<IReadOnlyList<Cell>> rows =
        [
            .. Row("Generalist", results.Network ?? "", results.Generalist, null, (SpecialistsPaper.Generalist, SpecialistsPaper.GeneralistConditional)),
            .. Row(
                "Generalist and specialists", "the nearest distribution to all", results.Combined, results.RelativeGain,
                (SpecialistsPaper.Combined, SpecialistsPaper.CombinedConditional)),
            .. results.DistilledBack is { } back ? Back(results, back) : [],
            .. (results.Controls ?? []).SelectMany(control => Row(
                Name(control.Id),
                $"{control.Description}; {NumberText.Rounded(control.Epochs)} epochs in all, {NumberText.Count(control.Nets)} at work", control.Scores, control.RelativeGain)),
            .. (results.Variants ?? []).SelectMany(variant => Row(Name(variant.Id), variant.Description, variant.Scores, variant.RelativeGain)),
        ];
        return new Section(
            "scores",
            "Accuracy",
            $"On {NumberText.Count(results.TestExamples)} test images of {NumberText.Count(results.Classes)} classes, of models after their last step. "
            + "Each share is a mean over the seeds ± standard deviation. "
            + "Conditional accuracy is of images of classes that some specialist covers, among these classes. "
            + "The gain is relative, against the generalists of the same seeds.",
            [
                .. rows.Count == 0 ? Array.Empty<Block>() : [new Table("Test accuracy", ["who answers", "top-1", "gain", "top-5", "conditional"], rows)],
                .. PairedTestsTable.Of(results.PairedTests, Name),
            ]);
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

    private static IEnumerable<IReadOnlyList<Cell>> Back(SpecialistsResults results, DistilledBack back) =>
    [
        .. Row(
            "Distilled back into one net", $"T = {NumberText.Brief(back.Temperature)}, {NumberText.Rounded(back.Epochs)} epochs{Kept(back.GainKept)}",
            back.Scores, Gain(results, back.Scores)),
        .. Row(
            "Distilled back into the generalist", $"the same training from the generalist’s own weights{Kept(back.ContinuedGainKept)}",
            back.Continued, Gain(results, back.Continued)),
        .. Row("Distilled from the generalist alone", "the same net, taught without specialists", back.Control, Gain(results, back.Control)),
    ];

    private static string Kept(double? share) => share is { } kept ? $"; keeps {NumberText.Percent(kept, 0)} of the gain" : "";

    private static double? Gain(SpecialistsResults results, SpecialistScores? scores)
    {
        var seeds = scores?.BySeed.Select(seed => seed.Seed).ToHashSet() ?? [];
        return scores is not null && results.Generalist is { } generalist && generalist.BySeed.Any(seed => seeds.Contains(seed.Seed))
            ? SpecialistMeasures.RelativeGain(generalist, scores)
            : null;
    }

    private static IEnumerable<IReadOnlyList<Cell>> Row(
        string name, string detail, SpecialistScores? scores, double? gain, (double Top1, double Conditional)? paper = null) => scores is null ? [] :
    [
        [
            Cell.Of(name, detail),
            Cell.Of(Measure.OfShares(scores.BySeed.Select(seed => seed.Top1))! with { Paper = paper?.Top1 }, scores.BySeed.Count == 1 ? "one seed" : "") with { Strong = true },
            Cell.Of(gain is { } relative ? new Measure(relative, Unit.Change) : null),
            Cell.Of(Measure.OfShares(scores.BySeed.Select(seed => seed.Top5))! with { Seeds = null }),
            Cell.Of(Measure.OfShares(scores.BySeed.Select(seed => seed.Conditional).OfType<double>()) is { } conditional
                ? conditional with { Seeds = null, Paper = paper?.Conditional }
                : null),
        ],
    ];
}
