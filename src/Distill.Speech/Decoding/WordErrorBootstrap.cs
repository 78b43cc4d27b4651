using Distill.Evaluation;
using Distill.Runs;

namespace Distill.Speech.Decoding;

/// <summary>Intervals of word error rates: utterances are drawn with replacement, with all their words.</summary>
public static class WordErrorBootstrap
{
    /// <summary>A word error rate and its interval.</summary>
    /// <param name="utterances">The errors of each utterance, in each of which something was said.</param>
    /// <param name="options">How to resample; null for the defaults.</param>
    /// <exception cref="ArgumentException">There are no utterances, or one without words, or an option is out of range.</exception>
    public static BootstrapInterval Rate(IReadOnlyList<WordErrors> utterances, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(utterances);
        return PairedBootstrap.Ratio([.. utterances.Select(errors => (double)errors.Errors)], Words(utterances), options);
    }

    /// <summary>The rate of <paramref name="first"/> less that of <paramref name="second"/>; above 0 the second is better.</summary>
    /// <param name="first">One system, or its seeds: the errors of each utterance.</param>
    /// <param name="second">The other, or its seeds, of the same utterances in the same order.</param>
    /// <param name="options">How to resample; null for the defaults.</param>
    /// <remarks>Of several seeds, not always equally many, each utterance counts with its mean number of errors.</remarks>
    /// <exception cref="DistillException">They recognised other utterances.</exception>
    /// <exception cref="ArgumentException">There are no seeds or utterances, or one without words, or an option is out of range.</exception>
    public static BootstrapInterval Difference(
        IReadOnlyList<IReadOnlyList<WordErrors>> first, IReadOnlyList<IReadOnlyList<WordErrors>> second, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfZero(first.Count, nameof(first));
        ArgumentOutOfRangeException.ThrowIfZero(second.Count, nameof(second));
        var words = Words(first[0]);
        if (first.Concat(second).Any(system => !Words(system).SequenceEqual(words)))
        {
            throw new DistillException("The systems recognised other utterances, or in another order: their numbers of words differ. Decode the same test set.");
        }

        return PairedBootstrap.Ratio(
            [.. Enumerable.Range(0, words.Length).Select(utterance => first.Average(seed => seed[utterance].Errors) - second.Average(seed => seed[utterance].Errors))], words, options);
    }

    private static double[] Words(IReadOnlyList<WordErrors> utterances) => [.. utterances.Select(errors => (double)errors.Words)];
}
