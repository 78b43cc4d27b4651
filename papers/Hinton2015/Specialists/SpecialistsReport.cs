using Distill.Runs.Documents;
using Experiments;
using Hinton2015.Scale;

namespace Hinton2015.Specialists;

/// <summary>What the experiment with specialists found, beside section 5 of the paper.</summary>
internal static class SpecialistsReport
{
    private const int GainColour = 1;

    public static Document Of(SpecialistsResults results) => new()
    {
        Topic = $"Section 5 of the paper, on {results.Data}",
        Sentence = Sentence(results),
        Evidence = Evidence(results),
        Smoke = results.Smoke,
        Tiles = [.. Tiles(results)],
        Sections =
        [
            SpecialistScoresSection.Of(results),
            Cover(results),
            Numbers(results),
            ScaleReport.Families([.. new[] { results.Families, results.Scale }.OfType<ScaleResults>()]),
            .. ScaleReport.Stages(results.Scale),
            ProvenanceSection.Of(results),
        ],
    };

    private static string Evidence(SpecialistsResults results)
    {
        var beyond = results is { Smoke: false, GainBeyondControls.Interval: { } interval }
            ? $"{NumberText.Percent(interval.Confidence, 0)} interval {Points(interval.Lower)} to {Points(interval.Upper)} points, over seeds and images. "
            : "";
        return results is { Smoke: false, RelativeGain: { } gain }
            ? $"{beyond}Against the generalist itself {NumberText.SignedPercent(gain)}; in the paper {NumberText.SignedPercent(SpecialistsPaper.RelativeGain)}, with 61 specialists on 15,000 classes."
            : "";
    }

    // What is gained beyond the better control, where one was measured: a gain that training on gives too is none of the specialists.
    private static string Sentence(SpecialistsResults results) => results switch
    {
        { GainBeyondControls: { } beyond } => Beyond(beyond),
        { RelativeGain: > 0 and { } gain } => $"With specialists {NumberText.Percent(gain)} more images are right",
        { RelativeGain: { } loss } => $"With specialists {NumberText.Percent(-loss)} fewer images are right",
        { Generalist: { } alone } => $"The generalist has {NumberText.Percent(alone.Top1)} of the images right",
        _ => "A generalist and its specialists",
    };

    private static string Beyond(GainBeyondControl gain) => gain.Interval switch
    {
        { Lower: > 0 } => $"Specialists have {Points(gain.Estimate)} points more of the images right than the same steps without specialists",
        { Upper: < 0 } => $"Specialists have {Points(-gain.Estimate)} points fewer of the images right than the same steps without specialists",
        _ => "Specialists and the same steps without specialists have equally many images right, within what chance makes",
    };

    private static string Points(double share) => NumberText.Rounded(Math.Round(100 * share, 2));

    private static IEnumerable<Tile> Tiles(SpecialistsResults results)
    {
        if (results.Generalist is { } alone)
        {
            yield return new("generalist", NumberText.Percent(alone.Top1, 2), Joined(results.Network, Seeds(alone)));
        }

        if (results.Combined is { } together)
        {
            yield return new(
                "with specialists", NumberText.Percent(together.Top1, 2),
                Joined(results.RelativeGain is { } gain ? NumberText.SignedPercent(gain) : null, Seeds(together)));
        }

        if (results.DistilledBack is { } back)
        {
            yield return new("distilled back", NumberText.Percent(back.Scores.Top1, 2), Joined("one net like the generalist", Seeds(back.Scores)));
        }

        if (results.Minutes is { } minutes)
        {
            yield return new(
                "a specialist’s training", $"{NumberText.Percent(minutes.Specialist / minutes.Generalist)} of the generalist’s",
                $"{NumberText.Rounded(Math.Round(minutes.Specialist, 2))} against {NumberText.Rounded(Math.Round(minutes.Generalist, 1))} minutes");
        }
    }

    private static string Joined(params string?[] details) => string.Join("; ", details.Where(detail => detail is { Length: > 0 }));

    private static string Seeds(SpecialistScores scores) => scores.BySeed.Count == 1 ? "one seed" : $"mean of {scores.BySeed.Count} seeds";

    private static Section Cover(SpecialistsResults results) => new(
        "cover",
        "The gain by how many specialists cover the class",
        "A specialist answers where the generalist’s most probable class is one of its own. In the paper more is gained the more of them cover the true class. "
        + "The paper’s last line is of ten specialists and more. Images are counted over all seeds.",
        results.ByCover is not { Count: > 0 } lines ? [] :
        [
            new Table(
                "Gain by cover",
                ["specialists that cover the true class", "test images", "more of them right", "share of the images", "relative gain"],
                [
                    .. lines.Select(line => (IReadOnlyList<Cell>)
                    [
                        Cell.Of(NumberText.Count(line.Cover)),
                        Cell.Of(new Measure(line.Examples, Unit.Count)),
                        Cell.Of(new Measure(line.Delta, Unit.Difference)),
                        Cell.Of(line.Share is { } share ? Measure.Of(share, Unit.Change) : null),
                        Cell.Of(line.Relative is { } relative ? new Measure(relative, Unit.Change) { Paper = SpecialistsPaper.ByCover(line.Cover) } : null),
                    ]),
                ]),
        ]);

    private static Section Numbers(SpecialistsResults results) => new(
        "numbers",
        "Number and size of specialists",
        "Epochs are passes over all training images." + Epochs(results),
        [
            .. results.BySpecialists is not { Count: > 0 } gains ? Array.Empty<Block>() : [Gains(gains)],
            .. results.Sizes is not { Count: > 0 } sizes ? Array.Empty<Block>() :
            [
                new Table(
                    $"Specialists by number, size, rate and kind, on {NumberText.Count(results.HeldOutExamples)} held-out images, one seed",
                    ["specialists", "classes each", "passes", "rate", "counted at T", "held-out top-1", "gain", "active", "epochs of each", "epochs of all"],
                    [.. sizes.Select(Row)],
                    TableKind.Captioned),
            ],
        ]);

    private static string Epochs(SpecialistsResults results) => results switch
    {
        { GeneralistEpochs: { } epochs, GeneralistsStopped: { } stopped, Generalist: { } generalist } =>
            $" A generalist took {NumberText.Rounded(Math.Round(epochs, 1))}, the mean. Of {generalist.BySeed.Count} generalists {stopped} had stopped gaining on held-out images.",
        { GeneralistEpochs: { } epochs } => $" A generalist took {NumberText.Rounded(epochs)}.",
        _ => "",
    };

    private static Plot Gains(IReadOnlyList<CountGain> gains) => new(
        "Relative gain of the first so many specialists, on the test images",
        $"{string.Join(", ", gains.Select(gain => $"{NumberText.SignedPercent(gain.Relative)} with {NumberText.Count(gain.Count)}"))}.",
        "specialists",
        Unit.Change,
        [new("", GainColour, [new(0, [0]), .. gains.Select(gain => new Point(gain.Count, [gain.Relative]))])]);

    private static IReadOnlyList<Cell> Row(SizeTrial trial) =>
    [
        Cell.Of(NumberText.Count(trial.Specialists), trial.FullSoftmax ? "full softmax" : ""),
        Cell.Of(trial.ClassesEach is { } each ? NumberText.Count(each) : "partition"),
        Cell.Of(new Measure(trial.Passes, Unit.Count)),
        Cell.Of(trial.Rate is { } rate ? NumberText.Brief(rate) : ""),
        Cell.Of(trial.CountTemperature is { } temperature ? NumberText.Brief(temperature) : ""),
        Cell.Of(new Measure(trial.Top1, Unit.Share)),
        Cell.Of(new Measure(trial.Relative, Unit.Change)),
        .. new[] { trial.Active, trial.EpochsEach, trial.Epochs }.Select(number => Cell.Of(new Measure(Math.Round(number, 2), Unit.Number))),
    ];
}
