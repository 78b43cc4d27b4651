using Distill.Data;
using Distill.Speech.Acoustics;
using Hinton2015.Speech;

namespace Hinton2015.Regularizer;

/// <summary>Draws a share of the training data.</summary>
internal static class DataShares
{
    private const long Purpose = 0x736861726573;

    /// <summary>The share, the same for equal seeds.</summary>
    public static ExampleView Draw(SpeechFrames frames, double share, ShareUnit unit, long seed) => unit == ShareUnit.Frames
        ? Splits.Stratified(frames.Train, share, seed).Part
        : Recordings(frames, share, seed);

    /// <summary>At most so many frames, evenly over the states.</summary>
    public static ExampleView AtMost(ExampleView view, int most) => most < view.Count ? Splits.Stratified(view, (double)most / view.Count, Purpose).Part : view;

    private static ExampleView Recordings(SpeechFrames frames, double share, long seed)
    {
        var source = (SplicedSource)frames.Train.Source;
        var random = new SeededRandom(Purpose, seed);
        var positions = new List<int>();
        foreach (var word in frames.Recordings.Train.Index().GroupBy(utterance => utterance.Item.Words[0]).OrderBy(word => word.Key))
        {
            var own = word.Select(utterance => utterance.Index).ToArray();
            random.Shuffle<int>(own);
            foreach (var utterance in own.Take(Math.Max(1, (int)Math.Round(share * own.Length))))
            {
                var (first, count) = source.Rows(utterance);
                positions.AddRange(Enumerable.Range(first, count));
            }
        }

        return frames.Train.Subset([.. positions.Order()], FormattableString.Invariant($"{frames.Train.Name}, {share:0.##%} of the recordings"));
    }
}
