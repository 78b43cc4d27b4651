using Distill.Runs.Documents;
using Experiments;
using Hinton2015.Speech;

namespace Hinton2015.Regularizer;

/// <summary>What the experiment with soft targets as regularisers found, beside table 5 of the paper.</summary>
internal static class RegularizerReport
{
    private const int TrainColour = 6, TestColour = 1, LabelsColour = 0, SoftColour = 2;

    public static Document Of(RegularizerResults results) => new()
    {
        Topic = $"Section 6 of the paper, on {results.Data.Set}",
        Sentence = Sentence(results),
        Evidence = results is { Smoke: false, SoftOfFull: not null }
            ? $"In the paper: {NumberText.Percent(RegularizerPaper.SoftTest / RegularizerPaper.FullTest)}, and {NumberText.Percent(RegularizerPaper.HardTest / RegularizerPaper.FullTest)} on labels stopped early."
            : "",
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
        { SoftOfFull: { } share, Share: { } part } => $"On {NumberText.Percent(part, 0)} of the data, soft targets reach {NumberText.Percent(share)} of the accuracy on all",
        { Full: { } full } => $"On all data, {NumberText.Percent(full.Test)} of the test frames are right",
        _ => "Soft targets as regularisers",
    };

    private static IEnumerable<Tile> Tiles(RegularizerResults results)
    {
        if (results.Full is { } full)
        {
            yield return new("labels of all data", NumberText.Percent(full.Test), "of the test frames right");
        }

        if (results.Hard3 is { } hard)
        {
            yield return new("labels of a share", NumberText.Percent(hard.BestTest), $"stopped early; {NumberText.Percent(hard.FinalTest)} at the end");
        }

        if (results.Soft3 is { } soft)
        {
            yield return new("soft targets of the share", NumberText.Percent(soft.Test), "at the end, never stopped");
        }
    }

    private static Section Accuracy(RegularizerResults results)
    {
        var share = NumberText.Percent(results.Share ?? double.NaN, 0);
        List<IReadOnlyList<Cell>> rows =
        [
            .. results.Full is not { } full ? [] : new[]
            {
                Row("Labels of all data", "", full.BySeed, seed => (seed.Train, seed.Test, seed.TestNll), (RegularizerPaper.FullTrain, RegularizerPaper.FullTest)),
            },
            .. results.Hard3 is not { } hard ? [] : new[]
            {
                Row(
                    $"Labels of {share}", "stopped where the validation speakers came out best", hard.BySeed,
                    seed => (seed.BestTrain, seed.BestTest, seed.BestTestNll), (RegularizerPaper.HardTrain, RegularizerPaper.HardTest)),
                Row($"Labels of {share}", "at the end", hard.BySeed, seed => (seed.Train, seed.Test, seed.TestNll)),
            },
            .. results.Soft3 is not { } soft ? [] : new[]
            {
                Row(
                    $"Soft targets of {share}", $"at the end; T = {NumberText.Brief(results.Temperature ?? double.NaN)}", soft.BySeed,
                    seed => (seed.Train, seed.Test, seed.TestNll), (RegularizerPaper.SoftTrain, RegularizerPaper.SoftTest)),
            },
        ];
        return new Section(
            "scores",
            "Accuracy",
            $"Shares of frames in the right state, of the frames that a net learns from and of {NumberText.Count(results.Data.Frames.Test)} frames of other speakers. "
            + "Each is a mean over the seeds ± standard deviation, with the mean negative log-likelihood of the test frames' states in nats. "
            + $"A share is of {results.Unit ?? "frames"}. The soft targets are of the net of the same seed that had all data.",
            [
                .. rows.Count == 0 ? Array.Empty<Block>() : [new Table("Frames right", ["what nets learn from", "training frames", "test frames", "test NLL"], rows)],
                .. results.Differences is not { Count: > 0 } differences ? Array.Empty<Block>() :
                [
                    new Table(
                        SpeechReport.Caption(differences[0].Over), ["first against second", "frame error rate, first less second", "p over seeds"],
                        [
                            .. differences.Select(difference => (IReadOnlyList<Cell>)
                            [
                                Cell.Of($"{Name(difference.First)} against {Name(difference.Second)}"),
                                Cell.Of(Measure.Of(difference.FrameErrorRate, Unit.Share)),
                                SpeechReport.OverSeeds(difference.TOverSeeds),
                            ]),
                        ],
                        TableKind.Captioned),
                ],
            ]);
    }

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
                Title(curve), curve.Id == "soft" ? SoftColour : LabelsColour, [.. curve.Points.Select(point => new Point(point.Epoch, [point.TestNll]))])),
        ]);

    private static string Title(RegularizerCurve curve) => curve.Id switch
    {
        "full" => "Labels of all data",
        "hard" => $"Labels of {NumberText.Percent(curve.Share, 0)}",
        "soft" => $"Soft targets of {NumberText.Percent(curve.Share, 0)}",
        _ => curve.Id,
    };

    private static Section Shares(RegularizerResults results) => new(
        "shares",
        "By the share of the data",
        "Test frames right, mean over the seeds ± standard deviation.",
        results.ByShare is not { Count: > 0 } shares ? [] :
        [
            new Table(
                "Test frames right by share",
                ["share", "labels, stopped early", "labels, at the end", "soft targets, at the end", "of all data’s accuracy"],
                [
                    .. shares.Select(share => (IReadOnlyList<Cell>)
                    [
                        Cell.Of(NumberText.Percent(share.Share, 0), $"{NumberText.Count(share.Frames)} frames"),
                        Cell.Of(Measure.OfShares(share.Hard.BySeed.Select(seed => seed.BestTest))! with { Seeds = null }),
                        Cell.Of(Measure.OfShares(share.Hard.BySeed.Select(seed => seed.Test))! with { Seeds = null }),
                        Cell.Of(Measure.OfShares(share.Soft.BySeed.Select(seed => seed.Test))) with { Strong = true },
                        Cell.Of(new Measure(share.OfFull, Unit.RoundShare)),
                    ]),
                ]),
        ]);
}
