using Distill.Runs.Documents;
using Distill.Runs.Results;
using Experiments;

namespace Hinton2015.Speech;

/// <summary>What the experiment with an ensemble of acoustic models found, beside table 1 of the paper.</summary>
internal static class SpeechReport
{
    private const int EnsembleColour = 1, DistilledColour = 0;

    public static Document Of(SpeechResults results) => new()
    {
        Topic = $"Section 4 of the paper, on {results.Data.Set}",
        Sentence = Sentence(results),
        Evidence = Evidence(results),
        Smoke = results.Smoke,
        Tiles = [.. Tile("one net", results.Baseline), .. Tile("ensemble", results.Ensemble), .. Tile("distilled", results.Distilled)],
        Sections =
        [
            Accuracy(results),
            Sizes(results),
            Recordings(results.Data, results.States, results.Network, results.Alignment),
            ProvenanceSection.Of(results),
        ],
    };

    /// <summary>The recordings, and how their frames got their states: a section of both experiments on speech.</summary>
    public static Section Recordings(SpeechData data, int states, string network, SpeechAlignment? alignment) => new(
        "data",
        "Recordings and states",
        $"{NumberText.Count(data.Words)} words, {NumberText.Count(states)} states, nets of {NumberText.Unbroken(network)}. {Aligned(alignment)}".TrimEnd(),
        [
            new Table(
                "Recordings by part", ["", "training", "validation", "test"],
                [Row("speakers", data.Speakers), Row("recordings", data.Utterances), Row("frames", data.Frames)],
                TableKind.Narrow),
        ]);

    /// <summary>What a table of differences is called, by what its intervals take as random: nothing for recordings alone.</summary>
    public static string Caption(string? over) => over is null
        ? "Differences on the same utterances, by the bootstrap over utterances"
        : $"Differences on the same recordings; the intervals take {over} as random";

    /// <summary>The p of a test over seeds.</summary>
    public static Cell OverSeeds(SeedsTest? test) => Cell.Of(test is { } seeds ? new Measure(seeds.P, Unit.P) { Seeds = seeds.N } : null);

    private static string Aligned(SpeechAlignment? alignment) => alignment is null ? "" :
        $"Gaussian models were estimated {NumberText.Count(alignment.Iterations)} times from a flat start"
        + string.Concat(alignment.Moved.Select(moved => $"; a net then moved {NumberText.Percent(moved)} of the frames to other states"))
        + $". {NumberText.Percent(alignment.SilenceShare)} of the training frames are silence.";

    private static IReadOnlyList<Cell> Row(string name, SpeechCounts counts) =>
        [Cell.Of(name), .. new[] { counts.Train, counts.Validation, counts.Test }.Select(count => Cell.Of(new Measure(count, Unit.Count)))];

    private static string Sentence(SpeechResults results) => results switch
    {
        { Transferred: { } kept, Ensemble: not null } => $"One net keeps {NumberText.Percent(kept.Estimate, 0)} of what an ensemble of {Members(results)} gains",
        { Ensemble: { } ensemble } => $"An ensemble of {Members(results)} nets has {NumberText.Percent(ensemble.FrameAccuracy.Average())} of the frames right",
        _ => "An ensemble of acoustic models",
    };

    private static int Members(SpeechResults results) => results.BySize?.Count ?? results.Baseline?.FrameAccuracy.Count ?? 0;

    private static string Evidence(SpeechResults results) => results is { Smoke: false, Transferred: { } kept }
        ? $"{NumberText.Percent(kept.Confidence, 0)} interval {NumberText.Percent(kept.Lower, 0)} to {NumberText.Percent(kept.Upper, 0)}. In the paper: more than {NumberText.Percent(SpeechPaper.Transferred, 0)}.{Plain(results)}"
        : "";

    private static string Plain(SpeechResults results) => results.PlainTransferred is { } plain
        ? $" Distilled on the training recordings alone, it keeps {NumberText.Percent(plain.Estimate, 0)}."
        : "";

    private static IEnumerable<Tile> Tile(string name, SpeechScores? scores) => scores is null ? [] :
    [
        new(name, NumberText.Percent(scores.FrameAccuracy.Average(), 2), $"of frames; {NumberText.Percent(scores.Wer.Average(), 2)} of words wrong"),
    ];

    private static Section Accuracy(SpeechResults results)
    {
        List<IReadOnlyList<Cell>> rows =
        [
            .. Row("baseline", [Epochs(results.BaselineEpochs)], results.Baseline, (SpeechPaper.BaselineFrames, SpeechPaper.BaselineWords)),
            .. Row(
                "ensemble", [$"{Members(results)} of the nets above, the mean of their distributions"], results.Ensemble,
                (SpeechPaper.EnsembleFrames, SpeechPaper.EnsembleWords)),
            .. Row("distilled", [.. Objective(results), Speeds(results)], results.Distilled, (SpeechPaper.DistilledFrames, SpeechPaper.DistilledWords)),
            .. Row("plain", [.. Objective(results), "recordings as they are, as in the paper"], results.Plain),
            .. Row("longer", [Epochs(results.DistilledEpochs), Speeds(results), "the paper has no such row"], results.Longer),
        ];
        return new Section(
            "scores",
            "Accuracy",
            $"On {NumberText.Count(results.Frames.Test)} frames of {NumberText.Count(results.Data.Speakers.Test)} speakers that no net heard before, and on strings of 3 to 7 of their words. "
            + "Each share is a mean over the seeds ± standard deviation. A frame is right where the most probable state is that of the forced alignment.",
            [
                .. rows.Count == 0 ? Array.Empty<Block>() :
                    [new Table("Frames and words of the test speakers", ["acoustic model", "frames right", "words wrong in strings", "single words wrong"], rows)],
                .. Differences(results.Differences),
            ]);
    }

    private static IEnumerable<Block> Differences(IReadOnlyList<SpeechDifference>? differences) => differences is not { Count: > 0 } ? [] :
    [
        new Table(
            Caption(differences[0].Over),
            ["first against second", "frame error rate, first less second", "p over seeds", "word error rate, first less second"],
            [
                .. differences.Select(difference => (IReadOnlyList<Cell>)
                [
                    Cell.Of($"{Name(difference.First)} against {Name(difference.Second)}"),
                    Cell.Of(Measure.Of(difference.FrameErrorRate, Unit.Share)),
                    OverSeeds(difference.TOverSeeds),
                    Cell.Of(Measure.Of(difference.Wer, Unit.Share)),
                ]),
            ],
            TableKind.Captioned),
    ];

    private static IEnumerable<IReadOnlyList<Cell>> Row(
        string id, IEnumerable<string> details, SpeechScores? scores, (double Frames, double Words)? paper = null) => scores is null ? [] :
    [
        [
            Cell.Of(Name(id), string.Join("; ", details.Where(detail => detail.Length > 0))),
            Cell.Of(Measure.OfShares(scores.FrameAccuracy)! with { Paper = paper?.Frames }) with { Strong = true },
            Cell.Of(Measure.OfShares(scores.Wer)! with { Paper = paper?.Words, Seeds = null }, Errors(scores.WordErrors)),
            Cell.Of(Measure.OfShares(scores.IsolatedWer)! with { Seeds = null }),
        ],
    ];

    private static string Name(string id) => id switch
    {
        "baseline" => "One net on labels",
        "ensemble" => "Ensemble",
        "distilled" => "Distilled into one net",
        "plain" => "Distilled on the training recordings alone",
        "longer" => "One net on labels, on the same recordings for as long",
        _ => id,
    };

    private static IEnumerable<string> Objective(SpeechResults results) =>
    [
        results.Temperature is { } temperature ? $"T = {NumberText.Brief(temperature)}" : "",
        results.HardWeight is { } weight ? $"weight {NumberText.Brief(weight)} on labels" : "",
        Epochs(results.DistilledEpochs),
    ];

    private static string Speeds(SpeechResults results) =>
        results.Speeds is { Count: > 0 } speeds ? $"recordings at {string.Join(", ", speeds.Select(NumberText.Brief))} times their speed" : "";

    private static string Epochs(double? epochs) => epochs is { } known ? $"{NumberText.Rounded(known)} epochs" : "";

    private static string Errors(IReadOnlyList<SpeechWordErrors> seeds)
    {
        return seeds.Count == 0 ? "" :
            $"{Mean(errors => errors.Substitutions)} taken for others, {Mean(errors => errors.Insertions)} inserted, {Mean(errors => errors.Deletions)} missed of {Mean(errors => errors.Words)}";

        string Mean(Func<SpeechWordErrors, double> count) => NumberText.Count(seeds.Average(count));
    }

    private static Section Sizes(SpeechResults results) => new(
        "sizes",
        "Ensemble size and temperature",
        "The temperature is chosen on the validation speakers. Everything else is measured on the test speakers.",
        [
            .. results.ByTemperature is not { Count: > 0 } tried ? Array.Empty<Block>() :
            [
                new Table(
                    "Students by temperature", ["T", "validation frames right", "test frames right"],
                    [
                        .. tried.Select(entry => (IReadOnlyList<Cell>)
                        [
                            Cell.Of(NumberText.Brief(entry.Temperature)) with { Chosen = entry.Temperature == results.Temperature },
                            Cell.Of(Measure.OfShares(entry.ValidationFrameAccuracy)),
                            Cell.Of(Measure.OfShares(entry.FrameAccuracy)),
                        ]),
                    ],
                    TableKind.Narrow),
            ],
            .. results.BySize is not { Count: > 1 } sizes ? Array.Empty<Block>() :
            [
                BySize("Frames right by the number of nets", sizes, size => size.FrameAccuracy, results.Distilled?.FrameAccuracy),
                BySize("Words wrong in strings by the number of nets", sizes, size => size.Wer, results.Distilled?.Wer),
            ],
        ]);

    private static Plot BySize(string title, IReadOnlyList<SpeechSize> sizes, Func<SpeechSize, double> share, IReadOnlyList<double>? distilled) => new(
        title,
        $"{string.Join(", ", sizes.Select(size => $"{NumberText.Percent(share(size), 2)} with {size.Members}"))}."
        + (distilled is null ? "" : $" One distilled net has {NumberText.Percent(distilled.Average(), 2)}."),
        "nets",
        Unit.Share,
        [
            new("ensemble of so many nets", EnsembleColour, [.. sizes.Select(size => new Point(size.Members, [share(size)]))]),
            .. distilled is null ? Array.Empty<Series>() :
                [new("one distilled net", DistilledColour, [new(sizes[0].Members, [distilled.Average()]), new(sizes[^1].Members, [distilled.Average()])])],
        ])
    {
        Whole = true,
    };
}
