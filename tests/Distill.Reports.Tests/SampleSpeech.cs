using Distill.Runs.Results;
using Distill.Runs.Results.Speech;

namespace Distill.Reports.Tests;

/// <summary>Results of the experiments with speech with made-up numbers, in the proportions of real ones.</summary>
internal static class SampleSpeech
{
    private static readonly SpeechData Data = new(
        "arabic-speech-commands", 20, new SpeechCounts(18, 6, 6), new SpeechCounts(3600, 1200, 1200), new SpeechCounts(352800, 117600, 117600));

    private static readonly SpeechAlignment Alignment = new(32, -21.42, [0.056], 0.31);

    private static readonly ExperimentReceipt Receipt = new(
        [new ExperimentCommand("distill experiment speech", ["labels", "ensemble"], "0123456789abcdef")], SampleRun.Manifest().Versions,
        SampleRun.Manifest().Machine, [1, 2, 3], new DateTimeOffset(2026, 3, 1, 18, 2, 0, TimeSpan.Zero));

    public static SpeechResults None => new() { Data = Data, States = 163, Network = "1040-512-512-512-163" };

    public static RegularizerResults NoRegularizer => new() { Data = Data, States = 163, Network = "1040-512-512-512-163" };

    public static SpeechResults Create() => None with
    {
        Alignment = Alignment,
        BaselineEpochs = 4,
        Baseline = Scores(0.757, 0.022, 3),
        Ensemble = Scores(0.776, 0.02, 1),
        BySize = [new SpeechSize(1, 0.757, 0.022), new SpeechSize(2, 0.769, 0.021), new SpeechSize(3, 0.776, 0.02)],
        ByTemperature = [new SpeechTemperature(1, [0.76], [0.755]), new SpeechTemperature(2, [0.772], [0.771])],
        Temperature = 2,
        HardWeight = 0.5,
        DistilledEpochs = 10,
        Distilled = Scores(0.774, 0.02, 3),
        Speeds = [0.9, 1, 1.1],
        Plain = Scores(0.772, 0.021, 3),
        PlainTransferred = new Interval(0.79, 0.74, 0.85, 0.95),
        Longer = Scores(0.75, 0.023, 1),
        Transferred = new Interval(0.89, 0.84, 0.95, 0.95),
        Differences = [new SpeechDifference("baseline", "distilled", new Interval(0.017, 0.014, 0.02, 0.95), new Interval(0.002, -0.001, 0.005, 0.95))],
        MinutesByPart = new Dictionary<string, double> { ["labels"] = 2.1, ["ensemble"] = 20.4 },
        Receipt = Receipt,
    };

    public static RegularizerResults CreateRegularizer() => NoRegularizer with
    {
        Alignment = Alignment,
        Full = new ConvergedNets(Nets(0.948, 0.757)),
        Hard3 = new StoppedNets(Nets(0.97, 0.6)),
        Soft3 = new ConvergedNets(Nets(0.94, 0.722)),
        SoftOfFull = 0.954,
        Temperature = 2,
        Share = 0.03,
        Unit = "frames",
        Differences = [new FrameDifference("hard", "soft", new Interval(0.122, 0.118, 0.126, 0.95))],
        Curves = [Curve("full", 1, 0.6, 0.757), Curve("hard", 0.03, 0.4, 0.6), Curve("soft", 0.03, 0.5, 0.722)],
        ByShare = [new RegularizerShare(0.01, 3528, new StoppedNets(Nets(0.99, 0.5)), new ConvergedNets(Nets(0.9, 0.66)), 0.87)],
        MinutesByPart = new Dictionary<string, double> { ["labels"] = 2.1, ["full"] = 9.7 },
        Receipt = Receipt,
    };

    private static SpeechScores Scores(double frames, double wer, int seeds) => new(
        [.. Enumerable.Range(0, seeds).Select(seed => frames + (0.002 * seed))],
        [.. Enumerable.Range(0, seeds).Select(seed => wer + (0.001 * seed))],
        [.. Enumerable.Range(0, seeds).Select(_ => wer)],
        [.. Enumerable.Range(0, seeds).Select(_ => new SpeechWordErrors(1200, 20, 3, 4, 30))]);

    private static RegularizerScores[] Nets(double train, double test) =>
        [.. Enumerable.Range(1, 3).Select(seed => new RegularizerScores(seed, train + (0.001 * seed), test, 4, train - 0.1, test + (0.002 * seed), 1.5, 1.25))];

    private static RegularizerCurve Curve(string id, double share, double from, double to) => new(
        id, share, 1,
        [.. Enumerable.Range(1, 5).Select(epoch => new RegularizerPoint(epoch, from + (0.06 * epoch), from + ((to - from) * epoch / 5), from + ((to - from) * epoch / 5), 1.4))]);
}
