using Distill.Evaluation;
using Distill.Runs;
using Distill.Speech.Features;

namespace Distill.Speech.Acoustics;

/// <summary>
/// A frame classifier's answers as an aligner and a decoder take them: log p(state | frame) − scale · log p(state), which is
/// log p(frame | state) up to a number that all states of the frame share, when the scale is 1.
/// </summary>
public static class ScaledLikelihoods
{
    /// <summary>The scores of one utterance.</summary>
    /// <param name="logPosteriors">[frames, states] in row-major order.</param>
    /// <param name="priors">How often each state is seen.</param>
    /// <param name="priorScale">How much of the priors is divided out; 1 all, 0 nothing.</param>
    /// <returns>[frames, states].</returns>
    /// <exception cref="ArgumentException">The priors are not as many as columns divide the posteriors.</exception>
    public static FrameMatrix Of(ReadOnlySpan<float> logPosteriors, StatePriors priors, double priorScale = 1)
    {
        ArgumentNullException.ThrowIfNull(priors);
        var states = priors.Logarithms.Count;
        float[] subtracted = [.. priors.Logarithms.Select(logarithm => (float)(priorScale * logarithm))];
        var scores = logPosteriors.ToArray();
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] -= subtracted[i % states];
        }

        return new FrameMatrix(scores, states);
    }

    /// <summary>The scores of all utterances of a source.</summary>
    /// <param name="source">The frames.</param>
    /// <param name="predictions">A model's predictions of all of them, in their order.</param>
    /// <param name="priors">How often each state is seen.</param>
    /// <param name="priorScale">How much of the priors is divided out; 1 all, 0 nothing.</param>
    /// <returns>For each utterance [frames, states].</returns>
    /// <exception cref="DistillException">The predictions are of other frames or other states.</exception>
    public static IReadOnlyList<FrameMatrix> Of(SplicedSource source, Predictions predictions, StatePriors priors, double priorScale = 1)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(priors);
        if (predictions.Count != source.Count || predictions.Classes != source.ClassNames.Count || predictions.Classes != priors.Logarithms.Count)
        {
            throw new DistillException(
                $"{predictions.Name} was asked about {predictions.Count} frames in {predictions.Classes} states; {source.Name} has {source.Count} in {source.ClassNames.Count}, " +
                $"and there are priors of {priors.Logarithms.Count}. Predict all of the source, with its states.");
        }

        for (var row = 0; row < source.Count; row++)
        {
            if (predictions.Rows[row] != row)
            {
                throw new DistillException($"{predictions.Name} was asked about {source.Name} in another order. Predict a view of all its rows.");
            }
        }

        return [.. Enumerable.Range(0, source.Utterances).Select(source.Rows).Select(rows =>
            Of(predictions.LogProbabilities.Slice(rows.First * predictions.Classes, rows.Count * predictions.Classes), priors, priorScale))];
    }
}
