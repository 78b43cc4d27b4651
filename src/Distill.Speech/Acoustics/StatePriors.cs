using Distill.Evaluation;
using Distill.Runs;
using Distill.Speech.Alignment;
using Distill.Speech.Features;

namespace Distill.Speech.Acoustics;

/// <summary>How often each state is seen: what a frame classifier's posteriors are divided by to become likelihoods.</summary>
public sealed class StatePriors
{
    private readonly double[] logarithms;

    private StatePriors(double[] logarithms) => this.logarithms = logarithms;

    /// <summary>Natural logarithms, one a state.</summary>
    public IReadOnlyList<double> Logarithms => logarithms;

    /// <summary>The shares of alignments, each state counted once more than it was seen, so that none is impossible.</summary>
    /// <exception cref="ArgumentException">An alignment has a state that the map has not.</exception>
    public static StatePriors Count(StateMap states, IEnumerable<StateAlignment> alignments)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(alignments);
        var counts = new long[states.Count];
        Array.Fill(counts, 1);
        foreach (var state in alignments.SelectMany(alignment => alignment.States))
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)state, (uint)states.Count, nameof(alignments));
            counts[state]++;
        }

        var total = counts.Sum();
        return new StatePriors([.. counts.Select(count => Math.Log((double)count / total))]);
    }

    /// <summary>
    /// The scores of one utterance, as an aligner and a decoder take them: log p(state | frame) − scale · log p(state), which is
    /// log p(frame | state) up to a number that all states of the frame share, when the scale is 1.
    /// </summary>
    /// <param name="logPosteriors">[frames, states] in row-major order.</param>
    /// <param name="priorScale">How much of the priors is divided out; 1 all, 0 nothing.</param>
    /// <returns>[frames, states].</returns>
    /// <exception cref="ArgumentException">The priors are not as many as columns divide the posteriors.</exception>
    public FrameMatrix Scores(ReadOnlySpan<float> logPosteriors, double priorScale = 1)
    {
        float[] subtracted = [.. logarithms.Select(logarithm => (float)(priorScale * logarithm))];
        var scores = logPosteriors.ToArray();
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] -= subtracted[i % subtracted.Length];
        }

        return new FrameMatrix(scores, subtracted.Length);
    }

    /// <summary>The same of all utterances of a source.</summary>
    /// <param name="source">The frames.</param>
    /// <param name="predictions">A model's predictions of all of them, in their order.</param>
    /// <param name="priorScale">How much of the priors is divided out; 1 all, 0 nothing.</param>
    /// <returns>For each utterance [frames, states].</returns>
    /// <exception cref="DistillException">The predictions are of other frames or other states.</exception>
    public IReadOnlyList<FrameMatrix> Scores(SplicedSource source, Predictions predictions, double priorScale = 1)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Count != source.Count || predictions.Classes != source.ClassNames.Count || predictions.Classes != logarithms.Length)
        {
            throw new DistillException(
                $"{predictions.Name} was asked about {predictions.Count} frames in {predictions.Classes} states; {source.Name} has {source.Count} in {source.ClassNames.Count}, " +
                $"and there are priors of {logarithms.Length}. Predict all of the source, with its states.");
        }

        for (var row = 0; row < source.Count; row++)
        {
            if (predictions.Rows[row] != row)
            {
                throw new DistillException($"{predictions.Name} was asked about {source.Name} in another order. Predict a view of all its rows.");
            }
        }

        return [.. Enumerable.Range(0, source.Utterances).Select(source.Rows).Select(rows =>
            Scores(predictions.LogProbabilities.Slice(rows.First * predictions.Classes, rows.Count * predictions.Classes), priorScale))];
    }
}
