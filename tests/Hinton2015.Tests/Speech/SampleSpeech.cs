using Distill.Runs.Results;
using Hinton2015.Speech;
using Hinton2015.Tests.Parts;

namespace Hinton2015.Tests.Speech;

/// <summary>Results of the experiment with speech with made-up numbers, in the proportions of real ones.</summary>
internal static class SampleSpeech
{
    public static SpeechData Data { get; } = new(
        "arabic-speech-commands", 20, new SpeechCounts(18, 6, 6), new SpeechCounts(3600, 1200, 1200), new SpeechCounts(352800, 117600, 117600));

    public static SpeechAlignment Alignment { get; } = new(32, -21.42, [0.056], 0.31);

    public static SpeechResults None => new() { Data = Data, States = 163, Network = "1040-512-512-512-163" };

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
        Differences = [new SpeechDifference("baseline", "distilled", new Interval(0.017, 0.014, 0.02, 0.95), new Interval(0.002, -0.001, 0.005, 0.95)) { Over = "seeds and speakers", TOverSeeds = new SeedsTest(0.0024, 5) }],
        MinutesByPart = new Dictionary<string, double> { ["labels"] = 2.1, ["ensemble"] = 20.4 },
        Provenance = SampleProvenance.Of("distill experiment speech", ["labels", "ensemble"], [1, 2, 3]),
    };

    private static SpeechScores Scores(double frames, double wer, int seeds) => new(
        [.. Enumerable.Range(0, seeds).Select(seed => frames + (0.002 * seed))],
        [.. Enumerable.Range(0, seeds).Select(seed => wer + (0.001 * seed))],
        [.. Enumerable.Range(0, seeds).Select(_ => wer)],
        [.. Enumerable.Range(0, seeds).Select(_ => new SpeechWordErrors(1200, 20, 3, 4, 30))]);
}
