using Distill.Runs;
using Distill.Speech.Alignment;
using Distill.Speech.Features;

namespace Distill.Speech.Decoding;

/// <summary>The word penalty with the fewest errors on a validation set of strings, and what led to it.</summary>
/// <param name="Penalty">The chosen one.</param>
/// <param name="Tried">Each penalty with its errors.</param>
public sealed record WordPenaltyTuning(double Penalty, IReadOnlyList<(double Penalty, WordErrors Errors)> Tried)
{
    // Tried first, and how much further at a time while an end is among the best.
    private const int First = -50, Last = 150, Step = 10, Further = 100, Furthest = 2000;

    /// <summary>Decodes the strings with each penalty, on all cores.</summary>
    /// <param name="states">The models' states.</param>
    /// <param name="transitions">How long states last.</param>
    /// <param name="scores">For each utterance [frames, states].</param>
    /// <param name="said">The words of each utterance.</param>
    /// <param name="penalties">
    /// What to try, 1 or more, ascending; null for −50 to 150 in steps of 10, and further at an end that is among the best, as far
    /// as ±2000.
    /// </param>
    /// <returns>The best penalty, of several equally good ones the middle, and what each brought.</returns>
    /// <exception cref="DistillException">An utterance is too short.</exception>
    /// <exception cref="ArgumentException">There are no utterances or penalties, or other numbers of scores and strings.</exception>
    public static WordPenaltyTuning Choose(
        StateMap states, Transitions transitions, IReadOnlyList<FrameMatrix> scores, IReadOnlyList<IReadOnlyList<int>> said, IReadOnlyList<double>? penalties = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(said);
        if (penalties?.Count == 0)
        {
            throw new ArgumentException("There are no penalties to try.", nameof(penalties));
        }

        if (scores.Count == 0 || scores.Count != said.Count)
        {
            throw new ArgumentException($"{scores.Count} utterances with {said.Count} strings of words; expected equally many, and 1 or more.", nameof(said));
        }

        return penalties is not null ? Best(Tried(penalties)) : Search();

        List<(double Penalty, WordErrors Errors)> Tried(IEnumerable<double> tried) =>
            [.. tried.Select(penalty => (penalty, Errors(new Decoder(states, transitions, penalty), scores, said)))];

        WordPenaltyTuning Search()
        {
            var (low, high, tried) = (First, Last, Tried(Steps(First, Last)));
            while (true)
            {
                var fewest = tried.Min(entry => entry.Errors.Errors);
                if (tried[^1].Errors.Errors == fewest && high < Furthest)
                {
                    tried.AddRange(Tried(Steps(high + Step, high += Further)));
                }
                else if (tried[0].Errors.Errors == fewest && low > -Furthest)
                {
                    tried.InsertRange(0, Tried(Steps(low - Further, (low -= Further) + Further - Step)));
                }
                else
                {
                    return Best(tried);
                }
            }
        }
    }

    private static IEnumerable<double> Steps(int first, int last) => Enumerable.Range(0, ((last - first) / Step) + 1).Select(step => (double)(first + (Step * step)));

    private static WordPenaltyTuning Best(List<(double Penalty, WordErrors Errors)> tried)
    {
        var fewest = tried.Min(entry => entry.Errors.Errors);
        var best = tried.Where(entry => entry.Errors.Errors == fewest).ToList();
        return new WordPenaltyTuning(best[best.Count / 2].Penalty, tried);
    }

    private static WordErrors Errors(Decoder decoder, IReadOnlyList<FrameMatrix> scores, IReadOnlyList<IReadOnlyList<int>> said)
    {
        var errors = new WordErrors[scores.Count];
        CoreWork.ForEach(errors.Length, index => errors[index] = WordErrors.Between(said[index], decoder.DecodeString(scores[index]).Words));
        return WordErrors.Sum(errors);
    }
}
