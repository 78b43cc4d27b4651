using Distill.Evaluation;
using Distill.Runs.Results;

namespace Hinton2015.Speech;

/// <summary>
/// Compares kinds of models on the same test recordings. Seeds and speakers are taken as random: a speaker is drawn with all
/// recordings. A kind of one model alone is compared with every seed of the other. Of two kinds with several seeds, the one with more
/// is folded to as many as the other has, each the mean of some.
/// </summary>
internal static class SpeechComparison
{
    /// <summary>What <see cref="SpeechDifference.Over"/> says.</summary>
    public const string Over = "seeds and speakers";

    /// <summary>Two kinds.</summary>
    public static SpeechDifference Between(
        string first, IReadOnlyList<SpeechMeasure> firstSeeds, string second, IReadOnlyList<SpeechMeasure> secondSeeds, SpeechFrames frames)
    {
        var (rate, seeds) = FrameErrorRate([.. firstSeeds.Select(seed => seed.RightFrames)], [.. secondSeeds.Select(seed => seed.RightFrames)], frames);
        var strings = frames.Recordings.TestStrings;
        var errors = Differences([.. firstSeeds.Select(Errors)], [.. secondSeeds.Select(Errors)]);
        var words = SeedsAndCases.RatioOfClusters(
            errors, [.. firstSeeds[0].Strings.Select(spoken => (double)spoken.Words)], SpeakersOf(strings.Select(spoken => spoken.Speaker)));
        return new SpeechDifference(first, second, rate, Interval(words)) { Over = Over, TOverSeeds = seeds };
    }

    /// <summary>Frame error rate of the first less that of the second, from right frames by seed and recording.</summary>
    public static (Interval Interval, SeedsTest? Seeds) FrameErrorRate(
        IReadOnlyList<IReadOnlyList<int>> first, IReadOnlyList<IReadOnlyList<int>> second, SpeechFrames frames)
    {
        // Right frames of the second less those of the first are errors of the first less those of the second.
        var gained = Differences(Numbers(second), Numbers(first));
        var sizes = frames.Recordings.Test.Select(recording => (double)recording.Frames.Frames).ToArray();
        var interval = SeedsAndCases.RatioOfClusters(gained, sizes, Speakers(frames));
        var bySeed = gained.Select(seed => seed.Sum() / sizes.Sum()).ToArray();
        return (Interval(interval), bySeed.Length < 2 ? null : new SeedsTest(new PairedTTest(SeedSummary.Of(bySeed)).PValue, bySeed.Length));
    }

    /// <summary>How much of the gain in frame accuracy is kept; null where there is none.</summary>
    public static Interval? Transferred(
        IReadOnlyList<SpeechMeasure> baseline, IReadOnlyList<SpeechMeasure> distilled, IReadOnlyList<SpeechMeasure> ensemble, SpeechFrames frames)
    {
        return ShareOfGain(Right(baseline), Right(distilled), Right(ensemble), frames);

        static IReadOnlyList<int>[] Right(IReadOnlyList<SpeechMeasure> system) => [.. system.Select(seed => seed.RightFrames)];
    }

    /// <summary>How much of a gain in frame accuracy is kept, from right frames by seed and recording; null where there is none.</summary>
    public static Interval? ShareOfGain(
        IReadOnlyList<IReadOnlyList<int>> first, IReadOnlyList<IReadOnlyList<int>> kept, IReadOnlyList<IReadOnlyList<int>> gained, SpeechFrames frames)
    {
        var speakers = Speakers(frames);
        var (before, after, whole) = (BySpeaker(first), BySpeaker(kept), BySpeaker(gained));
        var seeds = Seeds(before.Length, after.Length, whole.Length);
        (before, after, whole) = (Folded(before, seeds), Folded(after, seeds), Folded(whole, seeds));
        return whole.Sum(seed => seed.Sum()) > before.Sum(seed => seed.Sum()) ? Interval(SeedsAndCases.ShareOfGain(before, after, whole)) : null;

        // Sums by speaker, so that speakers are what is drawn.
        double[][] BySpeaker(IReadOnlyList<IReadOnlyList<int>> system) =>
        [
            .. system.Select(seed => seed.Zip(speakers).GroupBy(pair => pair.Second).OrderBy(speaker => speaker.Key)
                .Select(speaker => speaker.Sum(pair => (double)pair.First)).ToArray()),
        ];
    }

    private static double[][] Numbers(IReadOnlyList<IReadOnlyList<int>> bySeed) => [.. bySeed.Select(seed => seed.Select(count => (double)count).ToArray())];

    private static double[] Errors(SpeechMeasure measure) => [.. measure.Strings.Select(spoken => (double)spoken.Errors)];

    private static double[][] Differences(double[][] first, double[][] second)
    {
        var seeds = Seeds(first.Length, second.Length);
        return [.. Folded(first, seeds).Zip(Folded(second, seeds), (one, other) => one.Zip(other, (a, b) => a - b).ToArray())];
    }

    private static int Seeds(params ReadOnlySpan<int> counts)
    {
        var fewest = 0;
        foreach (var count in counts)
        {
            fewest = count > 1 && (fewest == 0 || count < fewest) ? count : fewest;
        }

        return Math.Max(fewest, 1);
    }

    private static double[][] Folded(double[][] system, int seeds) =>
    [
        .. Enumerable.Range(0, seeds).Select(seed =>
        {
            var own = system.Where((_, number) => system.Length == 1 || number % seeds == seed).ToArray();
            return Enumerable.Range(0, own[0].Length).Select(i => own.Average(row => row[i])).ToArray();
        }),
    ];

    private static int[] Speakers(SpeechFrames frames) => SpeakersOf(frames.Recordings.Test.Select(recording => recording.Speaker));

    // From 0 without a gap, in the order in which they first speak.
    private static int[] SpeakersOf(IEnumerable<string> names)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return
        [
            .. names.Select(name =>
            {
                numbers.TryAdd(name, numbers.Count);
                return numbers[name];
            }),
        ];
    }

    private static Interval Interval(SeedsAndCasesInterval found) => new(found.Mean, found.Low, found.High, found.Confidence);
}
