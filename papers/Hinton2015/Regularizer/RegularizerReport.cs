using Distill.Runs.Documents;
using Distill.Runs.Results;
using Experiments;
using Hinton2015.Speech;

namespace Hinton2015.Regularizer;

/// <summary>What the experiment with soft targets as regularisers found, beside table 5 of the paper.</summary>
internal static class RegularizerReport
{
    private const int TrainColour = 6, TestColour = 1, LabelsColour = 0, SoftColour = 2, FramesColours = 3;

    public static Document Of(RegularizerResults results) => new()
    {
        Topic = $"Section 6 of the paper, on {results.Data.Set}",
        Sentence = Sentence(results),
        Evidence = Evidence(results),
        Smoke = results.Smoke,
        Tiles = [.. Tiles(results)],
        Sections =
        [
            Accuracy(results),
            Curves(results),
            Shares(results),
            SpeechReport.Recordings(results.Data, results.States, results.Network, results.Alignment),
            ProvenanceSection.Of(results),
        ],
    };

    private static string Sentence(RegularizerResults results) => results switch
    {
        { Units: { Count: > 0 } units } => $"On {Share(results, units[0])}, soft targets reach {NumberText.Percent(units[0].OfFull.Estimate)} of the accuracy on all",
        { Full: { } full } => $"On all data, {NumberText.Percent(full.Test)} of the test frames are right",
        _ => "Soft targets as regularisers",
    };

    private static string Evidence(RegularizerResults results) => results is not { Smoke: false, Full: { } full, Units: { Count: > 0 } units } ? "" :
        $"{Interval(units[0].OfFull)}; labels of them, stopped early, reach {NumberText.Percent(units[0].Hard.BestTest / full.Test)}. "
        + string.Concat(units.Skip(1).Select(unit =>
            $"On {Share(results, unit)}: {NumberText.Percent(unit.OfFull.Estimate)} and {NumberText.Percent(unit.Hard.BestTest / full.Test)}. "))
        + $"In the paper: {NumberText.Percent(RegularizerPaper.SoftTest / RegularizerPaper.FullTest)} and {NumberText.Percent(RegularizerPaper.HardTest / RegularizerPaper.FullTest)}.";

    private static string Interval(Interval interval) =>
        $"{NumberText.Percent(interval.Confidence, 0)} interval {NumberText.Percent(interval.Lower)} to {NumberText.Percent(interval.Upper)}, over seeds and speakers";

    private static string Share(RegularizerResults results, RegularizerUnit unit) => ShareText(results.Share ?? double.NaN, unit.Unit);

    private static string ShareText(double share, ShareUnit unit) => $"{NumberText.Percent(share, 0)} of the {(unit == ShareUnit.Frames ? "frames" : "recordings")}";

    private static IEnumerable<Tile> Tiles(RegularizerResults results)
    {
        if (results.Full is { } full)
        {
            yield return new("labels of all data", NumberText.Percent(full.Test), "of the test frames right");
        }

        if (results.Units is { Count: > 0 } units)
        {
            var (share, unit) = (Share(results, units[0]), units[0]);
            yield return new($"labels of {share}", NumberText.Percent(unit.Hard.BestTest), $"stopped early; {NumberText.Percent(unit.Hard.FinalTest)} at the end");
            yield return new("soft targets of the same", NumberText.Percent(unit.Soft.Test), "at the end, never stopped");
        }
    }

    private static Section Accuracy(RegularizerResults results)
    {
        List<IReadOnlyList<Cell>> rows =
        [
            .. results.Full is not { } full ? [] : new[]
            {
                Row("Labels of all data", "", full.BySeed, seed => (seed.Train, seed.Test, seed.TestNll), (RegularizerPaper.FullTrain, RegularizerPaper.FullTest)),
            },
            .. (results.Units ?? []).SelectMany(unit => Rows(results, unit)),
        ];
        return new Section(
            "scores",
            "Accuracy",
            $"Shares of frames in the right state, of the frames that a net learns from and of {NumberText.Count(results.Data.Frames.Test)} frames of other speakers. "
            + "Each is a mean over the seeds ± standard deviation, with the mean negative log-likelihood of the test frames' states in nats. "
            + "The soft targets are of the net of the same seed that had all data. The paper does not say what its 3 % are made of; its numbers stand beside each.",
            [
                .. rows.Count == 0 ? Array.Empty<Block>() : [new Table("Frames right", ["what nets learn from", "training frames", "test frames", "test NLL"], rows)],
                .. results.Units is not { Count: > 0 } units ? Array.Empty<Block>() : [Kept(results, units), .. Differences(results, units)],
            ]);
    }

    private static IReadOnlyList<Cell>[] Rows(RegularizerResults results, RegularizerUnit unit)
    {
        var share = Share(results, unit);
        return
        [
            Row(
                $"Labels of {share}", "stopped where the validation speakers came out best", unit.Hard.BySeed,
                seed => (seed.BestTrain, seed.BestTest, seed.BestTestNll), (RegularizerPaper.HardTrain, RegularizerPaper.HardTest)),
            Row($"Labels of {share}", "at the end", unit.Hard.BySeed, seed => (seed.Train, seed.Test, seed.TestNll)),
            Row(
                $"Soft targets of {share}", $"at the end; T = {NumberText.Brief(results.Temperature ?? double.NaN)}", unit.Soft.BySeed,
                seed => (seed.Train, seed.Test, seed.TestNll), (RegularizerPaper.SoftTrain, RegularizerPaper.SoftTest)),
        ];
    }

    private static Table Kept(RegularizerResults results, IReadOnlyList<RegularizerUnit> units) => new(
        "How far soft targets of a share reach, both at the end; the intervals take seeds and speakers as random",
        ["soft targets of", "of the accuracy on all data", "of what labels of the share lack to all data"],
        [
            .. units.Select(unit => (IReadOnlyList<Cell>)
            [
                Cell.Of(Share(results, unit)),
                Cell.Of(Measure.Of(unit.OfFull, Unit.Share) with { Paper = RegularizerPaper.SoftTest / RegularizerPaper.FullTest }) with { Strong = true },
                Cell.Of(unit.OfGap is { } gap
                    ? Measure.Of(gap, Unit.Share) with { Paper = (RegularizerPaper.SoftTest - RegularizerPaper.HardTest) / (RegularizerPaper.FullTest - RegularizerPaper.HardTest) }
                    : null),
            ]),
        ],
        TableKind.Captioned);

    private static IEnumerable<Block> Differences(RegularizerResults results, IReadOnlyList<RegularizerUnit> units) =>
        units.All(unit => unit.Differences.Count == 0) ? [] :
        [
            new Table(
                SpeechReport.Caption(units.SelectMany(unit => unit.Differences).First().Over),
                ["first against second", "frame error rate, first less second", "p over seeds"],
                [
                    .. units.SelectMany(unit => unit.Differences.Select(difference => (IReadOnlyList<Cell>)
                    [
                        Cell.Of($"{Name(difference.First)} against {Name(difference.Second)}", Share(results, unit)),
                        Cell.Of(Measure.Of(difference.FrameErrorRate, Unit.Share)),
                        SpeechReport.OverSeeds(difference.TOverSeeds),
                    ])),
                ],
                TableKind.Captioned),
        ];

    private static IReadOnlyList<Cell> Row(
        string name, string detail, IReadOnlyList<RegularizerScores> seeds, Func<RegularizerScores, (double Train, double Test, double Nll)> scores, (double Train, double Test)? paper = null) =>
    [
        Cell.Of(name, detail),
        Cell.Of(Measure.OfShares(seeds.Select(seed => scores(seed).Train))! with { Paper = paper?.Train, Seeds = null }),
        Cell.Of(Measure.OfShares(seeds.Select(seed => scores(seed).Test))! with { Paper = paper?.Test }) with { Strong = true },
        Cell.Of(new Measure(seeds.Average(seed => scores(seed).Nll), Unit.Nats)),
    ];

    private static string Name(string id) => id switch
    {
        "full" => "Labels of all data",
        "hard" => "Labels of the share, at the end",
        "hard, stopped early" => "Labels of the share, stopped early",
        "soft" => "its soft targets, at the end",
        _ => id,
    };

    private static Section Curves(RegularizerResults results)
    {
        IReadOnlyList<RegularizerCurve> curves = [.. (results.Curves ?? []).Where(curve => curve.Points.Count > 0)];
        List<RegularizerCurve> ofShares = [.. curves.Where(curve => curve.Share < 1)];
        return new Section(
            "curves",
            "Over the epochs",
            "One seed of each, on a draw of the frames.",
            [
                .. curves.Select(Frames),
                .. ofShares.Count == 0 ? Array.Empty<Block>() : [new Note("Where accuracy still stands, a net that learns labels by heart is already too sure of what it gets wrong:"), Likelihoods(ofShares)],
            ]);
    }

    private static Plot Frames(RegularizerCurve curve) => new(
        Title(curve),
        $"At the end {NumberText.Percent(curve.Points[^1].Train)} of the training frames and {NumberText.Percent(curve.Points[^1].Test)} of the test frames are right.",
        "epoch",
        Unit.RoundShare,
        [
            new("training frames", TrainColour, [.. curve.Points.Select(point => new Point(point.Epoch, [point.Train]))]),
            new("test frames", TestColour, [.. curve.Points.Select(point => new Point(point.Epoch, [point.Test]))]),
        ]);

    private static Plot Likelihoods(IReadOnlyList<RegularizerCurve> curves) => new(
        "Negative log-likelihood of the test frames, nats",
        string.Join(" ", curves.Select(curve => $"{Title(curve)}: ends at {NumberText.Score(curve.Points[^1].TestNll)}.")),
        "epoch",
        Unit.Nats,
        [
            .. curves.Select(curve => new Series(
                Title(curve), (curve.Id == "soft" ? SoftColour : LabelsColour) + (curve.Unit == ShareUnit.Frames ? FramesColours : 0), [.. curve.Points.Select(point => new Point(point.Epoch, [point.TestNll]))])),
        ]);

    private static string Title(RegularizerCurve curve) => curve.Id switch
    {
        "full" => "Labels of all data",
        "hard" => $"Labels of {ShareText(curve.Share, curve.Unit ?? default)}",
        "soft" => $"Soft targets of {ShareText(curve.Share, curve.Unit ?? default)}",
        _ => curve.Id,
    };

    private static Section Shares(RegularizerResults results) => new(
        "shares",
        "By the share of the data",
        "Test frames right, mean over the seeds ± standard deviation. Intervals take seeds and speakers as random.",
        results.ByShare is not { Count: > 0 } shares ? [] :
        [
            new Table(
                "Test frames right by share",
                ["share", "labels, stopped early", "labels, at the end", "soft targets, at the end", "soft targets less labels, at the end", "of all data’s accuracy"],
                [
                    .. shares.Select(share => (IReadOnlyList<Cell>)
                    [
                        Cell.Of(ShareText(share.Share, share.Unit), $"{NumberText.Count(share.Frames)} frames"),
                        Cell.Of(Measure.OfShares(share.Hard.BySeed.Select(seed => seed.BestTest))! with { Seeds = null }),
                        Cell.Of(Measure.OfShares(share.Hard.BySeed.Select(seed => seed.Test))! with { Seeds = null }),
                        Cell.Of(Measure.OfShares(share.Soft.BySeed.Select(seed => seed.Test))) with { Strong = true },
                        Cell.Of(Measure.Of(share.Difference.FrameErrorRate, Unit.Share)),
                        Cell.Of(new Measure(share.OfFull.Estimate, Unit.RoundShare)),
                    ]),
                ]),
        ]);
}
