using Distill.Speech.Alignment;

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
}
