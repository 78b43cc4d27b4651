using Distill.Runs;
using Distill.Speech.Features;
using Distill.Speech.Search;

namespace Distill.Speech.Alignment;

/// <summary>
/// Gives each frame of an utterance whose words are known a state: the best path through the words' models in order, with
/// silence before, between and after them where that is better than none. Safe to use from several threads.
/// </summary>
/// <param name="states">The models' states.</param>
/// <param name="transitions">How long states last.</param>
public sealed class ForcedAligner(StateMap states, Transitions transitions)
{
    /// <summary>Finds the best path.</summary>
    /// <param name="scores">[frames, states]: log-likelihoods of a frame in each state, up to a constant of the frame.</param>
    /// <param name="words">The words that were said, in order.</param>
    /// <param name="name">What to call the utterance in messages.</param>
    /// <exception cref="DistillException">There are fewer frames than states to pass, or no path has a finite score.</exception>
    /// <exception cref="ArgumentException">The scores have another number of columns.</exception>
    public StateAlignment Align(FrameMatrix scores, IReadOnlyList<int> words, string name)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(words);
        if (scores.Columns != states.Count)
        {
            throw new ArgumentException($"{name} has scores of {scores.Columns} states; the models have {states.Count}.", nameof(scores));
        }

        var path = Viterbi.Find(Graph(words), scores) ?? throw new DistillException(
            $"{name} cannot be aligned: {scores.Frames} frames for {words.Count} words of {states.StatesPerWord} states each, one frame a state at least. " +
            "Leave it out, or take fewer states a word.");
        return new StateAlignment(path.States, path.Score);
    }

    private HmmGraph Graph(IReadOnlyList<int> words)
    {
        var builder = new GraphBuilder(states, transitions);
        var start = builder.AddJunction();
        var at = AddOptionalSilence(builder, start);
        foreach (var word in words)
        {
            var behind = builder.AddJunction();
            builder.AddWord(word, at, behind);
            at = AddOptionalSilence(builder, behind);
        }

        return builder.Build(start, at);
    }

    private static int AddOptionalSilence(GraphBuilder builder, int from)
    {
        var to = builder.AddJunction();
        builder.AddArc(from, to);
        builder.AddSilence(from, to);
        return to;
    }
}
