using Distill.Runs;
using Distill.Speech.Features;

namespace Distill.Speech.Recordings;

/// <summary>
/// Shifts and scales each coefficient to mean 0 and variance 1 over all frames of an utterance or of a speaker. A coefficient
/// that never changes is only shifted.
/// </summary>
public static class FrameNormalisation
{
    // Below it, a deviation is arithmetic rather than sound.
    private const double LeastDeviation = 1e-3;

    /// <summary>Each utterance by itself: needs to know nothing of who speaks.</summary>
    public static IReadOnlyList<Utterance> PerUtterance(IReadOnlyList<Utterance> utterances) => By(utterances, (_, index) => index);

    /// <summary>All utterances of a speaker together: keeps what tells one utterance from another.</summary>
    /// <exception cref="DistillException">Utterances of one speaker have different numbers of coefficients.</exception>
    public static IReadOnlyList<Utterance> PerSpeaker(IReadOnlyList<Utterance> utterances) => By(utterances, (utterance, _) => utterance.Speaker);

    private static Utterance[] By<TKey>(IReadOnlyList<Utterance> utterances, Func<Utterance, int, TKey> key)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(utterances);
        var normalised = new Utterance[utterances.Count];
        foreach (var group in Enumerable.Range(0, utterances.Count).GroupBy(index => key(utterances[index], index)))
        {
            var moments = new CoefficientMoments(utterances[group.First()].Frames.Columns);
            foreach (var index in group)
            {
                moments.Add(utterances[index].Frames, utterances[index].Name);
            }

            var (means, deviations) = moments.MeansAndDeviations(LeastDeviation);
            foreach (var index in group)
            {
                normalised[index] = utterances[index] with { Frames = Apply(utterances[index].Frames, means, deviations) };
            }
        }

        return normalised;
    }

    private static FrameMatrix Apply(FrameMatrix frames, double[] means, double[] deviations)
    {
        var values = frames.Values.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            var column = i % frames.Columns;
            values[i] = (float)((values[i] - means[column]) / deviations[column]);
        }

        return new FrameMatrix(values, frames.Columns);
    }
}
