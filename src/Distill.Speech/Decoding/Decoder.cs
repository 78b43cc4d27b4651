using Distill.Runs;
using Distill.Speech.Alignment;
using Distill.Speech.Features;
using Distill.Speech.Search;

namespace Distill.Speech.Decoding;

/// <summary>
/// Finds what was said: the words whose best path through their states has the highest score, which is the sum of the frames'
/// scores and the logarithms of the transitions, less a penalty for each word. The search is exact. Immutable; may be used
/// from several threads at once.
/// </summary>
public sealed class Decoder
{
    private readonly StateMap states;
    private readonly HmmGraph one;
    private readonly HmmGraph loop;

    /// <summary>Prepares the search.</summary>
    /// <param name="states">The models' states.</param>
    /// <param name="transitions">How long states last.</param>
    /// <param name="wordPenalty">What each word costs: more makes strings of fewer words. Tune it with <see cref="WordPenaltyTuning"/>.</param>
    public Decoder(StateMap states, Transitions transitions, double wordPenalty = 0)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(transitions);
        this.states = states;
        WordPenalty = wordPenalty;
        one = DecodingGraphs.OneWord(states, transitions, wordPenalty);
        loop = DecodingGraphs.WordLoop(states, transitions, wordPenalty);
    }

    /// <summary>What each word costs.</summary>
    public double WordPenalty { get; }

    /// <summary>Exactly one word, with silence before and after it where that is better than none.</summary>
    /// <param name="scores">[frames, states], for example those of <see cref="Acoustics.StatePriors"/>.</param>
    /// <exception cref="DistillException">There are fewer frames than states of a word.</exception>
    /// <exception cref="ArgumentException">The scores have another number of columns.</exception>
    public Hypothesis DecodeWord(FrameMatrix scores) => Decode(one, scores);

    /// <summary>Any number of words, none included, with silence before, between and after them where that is better than none.</summary>
    /// <param name="scores">[frames, states], for example those of <see cref="Acoustics.StatePriors"/>.</param>
    /// <exception cref="DistillException">There are fewer frames than states of a word and of silence.</exception>
    /// <exception cref="ArgumentException">The scores have another number of columns.</exception>
    public Hypothesis DecodeString(FrameMatrix scores) => Decode(loop, scores);

    private Hypothesis Decode(HmmGraph graph, FrameMatrix scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Columns != states.Count)
        {
            throw new ArgumentException($"The scores are of {scores.Columns} states; the models have {states.Count}.", nameof(scores));
        }

        var path = Viterbi.Find(graph, scores) ?? throw new DistillException(
            $"{scores.Frames} frames are too few for a word of {states.StatesPerWord} states, one frame each at least, or no path has a finite score. Record more, or take fewer states a word.");
        return new Hypothesis(path.Words, path.Starts, path.Score);
    }
}
