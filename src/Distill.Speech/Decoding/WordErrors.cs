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

    private bool IsBetter(WordErrors other) => Errors < other.Errors || (Errors == other.Errors && Substitutions > other.Substitutions);
}
