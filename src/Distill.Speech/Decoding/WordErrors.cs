using Distill.Evaluation;
using Distill.Runs;
using Distill.Runs.Results;

namespace Distill.Speech.Decoding;

/// <summary>The fewest changes that turn what was said into what was recognised.</summary>
/// <param name="Words">Words that were said.</param>
/// <param name="Substitutions">Words recognised as others.</param>
/// <param name="Insertions">Words recognised where none was said.</param>
/// <param name="Deletions">Words not recognised.</param>
public readonly record struct WordErrors(long Words, long Substitutions, long Insertions, long Deletions)
{
    /// <summary>All changes.</summary>
    public long Errors => Substitutions + Insertions + Deletions;

    /// <summary>The word error rate: changes a word that was said. It may be above 1; NaN where nothing was said.</summary>
    public double Rate => (double)Errors / Words;

    /// <summary>Compares two strings of words (Levenshtein). Of equally few changes, those with the most substitutions are counted.</summary>
    /// <param name="said">What was said.</param>
    /// <param name="recognised">What was recognised.</param>
    public static WordErrors Between(IReadOnlyList<int> said, IReadOnlyList<int> recognised)
    {
        ArgumentNullException.ThrowIfNull(said);
        ArgumentNullException.ThrowIfNull(recognised);
        // Best ways from the beginnings of both, the last row of them; in each, insertions and deletions follow from substitutions.
        var row = new WordErrors[recognised.Count + 1];
        for (var j = 0; j < row.Length; j++)
        {
            row[j] = new(0, 0, j, 0);
        }

        foreach (var word in said)
        {
            var diagonal = row[0];
            row[0] = row[0] with { Words = row[0].Words + 1, Deletions = row[0].Deletions + 1 };
            for (var j = 1; j < row.Length; j++)
            {
                var above = row[j];
                var best = diagonal with { Words = diagonal.Words + 1, Substitutions = diagonal.Substitutions + (recognised[j - 1] == word ? 0 : 1) };
                var deleted = above with { Words = above.Words + 1, Deletions = above.Deletions + 1 };
                var inserted = row[j - 1] with { Insertions = row[j - 1].Insertions + 1 };
                best = deleted.IsBetter(best) ? deleted : best;
                row[j] = inserted.IsBetter(best) ? inserted : best;
                diagonal = above;
            }
        }

        return row[^1];
    }

    /// <summary>The errors of several utterances together.</summary>
    public static WordErrors Sum(IEnumerable<WordErrors> utterances)
    {
        ArgumentNullException.ThrowIfNull(utterances);
        return utterances.Aggregate(default(WordErrors), (sum, errors) => new(
            sum.Words + errors.Words, sum.Substitutions + errors.Substitutions, sum.Insertions + errors.Insertions, sum.Deletions + errors.Deletions));
    }

    /// <summary>The word error rate and its interval: utterances are drawn with replacement, with all their words.</summary>
    /// <param name="utterances">The errors of each utterance, in each of which something was said.</param>
    /// <param name="options">How to resample; null for the defaults.</param>
    /// <exception cref="ArgumentException">There are no utterances, or one without words, or an option is out of range.</exception>
    public static Interval RateInterval(IReadOnlyList<WordErrors> utterances, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(utterances);
        return PairedBootstrap.Ratio([.. utterances.Select(errors => (double)errors.Errors)], WordsOf(utterances), options);
    }

    /// <summary>The rate of <paramref name="first"/> less that of <paramref name="second"/>; above 0 the second is better. Utterances are drawn as for <see cref="RateInterval"/>.</summary>
    /// <param name="first">One system, or its seeds: the errors of each utterance.</param>
    /// <param name="second">The other, or its seeds, of the same utterances in the same order.</param>
    /// <param name="options">How to resample; null for the defaults.</param>
    /// <remarks>Of several seeds, not always equally many, each utterance counts with its mean number of errors.</remarks>
    /// <exception cref="DistillException">They recognised other utterances.</exception>
    /// <exception cref="ArgumentException">There are no seeds or utterances, or one without words, or an option is out of range.</exception>
    public static Interval DifferenceInterval(
        IReadOnlyList<IReadOnlyList<WordErrors>> first, IReadOnlyList<IReadOnlyList<WordErrors>> second, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfZero(first.Count, nameof(first));
        ArgumentOutOfRangeException.ThrowIfZero(second.Count, nameof(second));
        var words = WordsOf(first[0]);
        if (first.Concat(second).Any(system => !WordsOf(system).SequenceEqual(words)))
        {
            throw new DistillException("The systems recognised other utterances, or in another order: their numbers of words differ. Decode the same test set.");
        }

        return PairedBootstrap.Ratio(
            [.. Enumerable.Range(0, words.Length).Select(utterance => first.Average(seed => seed[utterance].Errors) - second.Average(seed => seed[utterance].Errors))], words, options);
    }

    private static double[] WordsOf(IReadOnlyList<WordErrors> utterances) => [.. utterances.Select(errors => (double)errors.Words)];

    private bool IsBetter(WordErrors other) => Errors < other.Errors || (Errors == other.Errors && Substitutions > other.Substitutions);
}
