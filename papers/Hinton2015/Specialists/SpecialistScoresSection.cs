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
            .. Row("Generalist, test images as they are", "not smoothed to the sharpness of the training images", results.Smoothing?.AsTheyAre, null),
            .. Row(
                "Generalist and specialists", "the nearest distribution to all", results.Combined, results.RelativeGain,
                (SpecialistsPaper.Combined, SpecialistsPaper.CombinedConditional)),
            .. results.DistilledBack is { } back ? Back(results, back) : [],
            .. (results.Controls?.All ?? []).SelectMany(entry => Row(
                Name(entry.Id),
                $"{entry.Control.Description}; {NumberText.Rounded(Math.Round(entry.Control.Epochs, 1))} epochs in all, {NumberText.Count(entry.Control.Nets)} at work",
                entry.Control.Scores, entry.Control.RelativeGain)),
            .. (results.Variants ?? []).SelectMany(variant => Row(Name(variant.Id), variant.Description, variant.Scores, variant.RelativeGain)),
        ];
        return new Section(
            "scores",
            "Accuracy",
            Introduction(results),
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
        "distilledControl" => "Distilled from the generalist alone",
        "continued" => "Distilled back into the generalist",
        "continuedControl" => "The generalist trained on by its own answers",
        "trainedOn" => "Without specialists: trained on with labels",
        "ownTargets" => "Without specialists: trained on with its own soft targets",
        "fullSoftmax" => "Full softmax",
        "ensemble" => "Without specialists: several generalists",
        _ when Numbered(id, "nearest") is { } top => $"Nearest to all, n = {top}",
        _ when Numbered(id, "average") is { } top => $"Mean of all, n = {top}",
        _ when Numbered(id, "replace") is { } top => $"Specialists in the generalist’s place, n = {top}",
        _ => id,
    };

    private static string? Numbered(string id, string rule) => id.StartsWith(rule, StringComparison.Ordinal) ? id[rule.Length..] : null;

    private static string Introduction(SpecialistsResults results)
    {
        var smoothing = results.Smoothing is { } smoothed
            ? " The test files were scaled more sharply than the training files: neighbouring pixels differ by "
              + $"{NumberText.Rounded(Math.Round(smoothed.TestSharpness, 2))} of the variance against {NumberText.Rounded(Math.Round(smoothed.HeldOutSharpness, 2))}. "
              + $"So the test images are smoothed with a weight of {NumberText.Brief(smoothed.Weight)} for each neighbour, which makes both alike; no label chose it."
            : "";
        return $"On {NumberText.Count(results.TestExamples)} test images of {NumberText.Count(results.Classes)} classes, of models after their last step. "
            + "Each share is a mean over the seeds ± standard deviation. "
            + "Conditional accuracy is of images of classes that some specialist covers, among these classes. "
            + "The gain is relative, against the generalists of the same seeds."
            + smoothing;
    }

    private static IEnumerable<IReadOnlyList<Cell>> Back(SpecialistsResults results, DistilledBack back)
    {
        var (fresh, further) = ($"T = {NumberText.Brief(back.Temperature)}, {NumberText.Rounded(back.Epochs)} epochs from a random start", Further(back));
        return
        [
            .. Row(Name("distilled"), fresh, back.Scores, Gain(results, back.Scores)),
            .. Row(Name("distilledControl"), "the same training by the generalist’s answers", back.Control, Gain(results, back.Control)),
            .. Row(Name("continued"), further, back.Continued, Gain(results, back.Continued)),
            .. Row(Name("continuedControl"), "the same training by its own answers", back.ContinuedControl, Gain(results, back.ContinuedControl)),
        ];
    }

    private static string Further(DistilledBack back) => back.ContinuedEpochs is { } epochs
        ? $"{NumberText.Rounded(epochs)} epochs from the generalist’s own weights"
        : "the same training from the generalist’s own weights";

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
