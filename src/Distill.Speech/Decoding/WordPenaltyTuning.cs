using Distill.Runs;
using Distill.Speech.Alignment;
using Distill.Speech.Features;

namespace Distill.Speech.Decoding;

/// <summary>Finds the word penalty with the fewest errors on a validation set of strings.</summary>
public static class WordPenaltyTuning
{
    /// <summary>−50 to 150 in steps of 10.</summary>
    public static IReadOnlyList<double> DefaultPenalties { get; } = [.. Enumerable.Range(-5, 21).Select(step => 10.0 * step)];

    /// <summary>Decodes the strings with each penalty, on all cores.</summary>
    /// <param name="states">The models' states.</param>
    /// <param name="transitions">How long states last.</param>
    /// <param name="scores">For each utterance [frames, states].</param>
    /// <param name="said">The words of each utterance.</param>
    /// <param name="penalties">What to try, 1 or more, ascending; null for the defaults.</param>
    /// <returns>The best penalty, of several equally good ones the middle, and what each brought.</returns>
    /// <exception cref="DistillException">An utterance is too short.</exception>
    /// <exception cref="ArgumentException">There are no utterances or penalties, or other numbers of scores and strings.</exception>
    public static WordPenaltyChoice Choose(
        StateMap states, Transitions transitions, IReadOnlyList<FrameMatrix> scores, IReadOnlyList<IReadOnlyList<int>> said, IReadOnlyList<double>? penalties = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(said);
        penalties ??= DefaultPenalties;
        ArgumentOutOfRangeException.ThrowIfZero(penalties.Count, nameof(penalties));
        if (scores.Count == 0 || scores.Count != said.Count)
        {
            throw new ArgumentException($"{scores.Count} utterances with {said.Count} strings of words; expected equally many, and 1 or more.", nameof(said));
        }

        WordErrors[] errors = [.. penalties.Select(penalty => Errors(new Decoder(states, transitions, penalty), scores, said))];
        var fewest = errors.Min(tried => tried.Errors);
        int[] best = [.. Enumerable.Range(0, errors.Length).Where(index => errors[index].Errors == fewest)];
        return new WordPenaltyChoice(penalties[best[best.Length / 2]], [.. penalties.Zip(errors)]);
    }

    private static WordErrors Errors(Decoder decoder, IReadOnlyList<FrameMatrix> scores, IReadOnlyList<IReadOnlyList<int>> said)
    {
        var errors = new WordErrors[scores.Count];
        CoreWork.ForEach(errors.Length, index => errors[index] = WordErrors.Between(said[index], decoder.DecodeString(scores[index]).Words));
        return WordErrors.Sum(errors);
    }
}
