using Distill.Evaluation;
using Distill.Runs.Results;
using Distill.Speech.Decoding;

namespace Hinton2015.Speech;

/// <summary>Compares kinds of models on the same test utterances, each the mean of its seeds.</summary>
internal static class SpeechComparison
{
    /// <summary>Two kinds.</summary>
    public static SpeechDifference Between(
        string first, IReadOnlyList<SpeechMeasure> firstSeeds, string second, IReadOnlyList<SpeechMeasure> secondSeeds, SpeechFrames frames) => new(
        first,
        second,
        FrameErrorRate([.. firstSeeds.Select(seed => seed.RightFrames)], [.. secondSeeds.Select(seed => seed.RightFrames)], frames),
        WordErrorBootstrap.Difference([.. firstSeeds.Select(seed => seed.Strings)], [.. secondSeeds.Select(seed => seed.Strings)]).ToInterval());

    /// <summary>Frame error rate of the first less that of the second, from right frames by seed and utterance.</summary>
    public static Interval FrameErrorRate(IReadOnlyList<IReadOnlyList<int>> first, IReadOnlyList<IReadOnlyList<int>> second, SpeechFrames frames) =>
        PairedBootstrap.Ratio(
            [.. Mean(second).Zip(Mean(first), (later, earlier) => later - earlier)],
            [.. frames.Recordings.Test.Select(utterance => (double)utterance.Frames.Frames)]).ToInterval();

    /// <summary>How much of the gain in frame accuracy is kept.</summary>
    public static Interval? Transferred(
        IReadOnlyList<SpeechMeasure> baseline, IReadOnlyList<SpeechMeasure> distilled, IReadOnlyList<SpeechMeasure> ensemble)
    {
        var (before, kept, whole) = (Right(baseline), Right(distilled), Right(ensemble));
        return whole.Sum() > before.Sum() ? PairedBootstrap.ShareOfGain(before, kept, whole).ToInterval() : null;
    }

    private static double[] Right(IReadOnlyList<SpeechMeasure> seeds) => Mean([.. seeds.Select(seed => seed.RightFrames)]);

    private static double[] Mean(IReadOnlyList<IReadOnlyList<int>> seeds) =>
        [.. Enumerable.Range(0, seeds[0].Count).Select(utterance => seeds.Average(seed => (double)seed[utterance]))];
}
