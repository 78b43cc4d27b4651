using CsCheck;
using Distill.Runs;
using Distill.Speech.Alignment;
using Distill.Speech.Decoding;
using Distill.Speech.Features;

namespace Distill.Speech.Tests.Decoding;

public sealed class DecoderTests
{
    [Fact]
    public void No_string_of_words_has_a_better_path() => SearchProblem.Any.Sample(
        problem =>
        {
            var expected = problem.Best(_ => true);
            var found = new Decoder(problem.States, problem.Transitions, problem.WordPenalty).DecodeString(problem.Scores);
            return expected.Words.SequenceEqual(found.Words) && Math.Abs(expected.Score - found.Score) < 1e-9;
        },
        iter: 300);

    [Fact]
    public void No_single_word_has_a_better_path() => SearchProblem.Any.Sample(
        problem =>
        {
            var expected = problem.Best(words => words.Length == 1);
            var found = new Decoder(problem.States, problem.Transitions, problem.WordPenalty).DecodeWord(problem.Scores);
            return expected.Words.SequenceEqual(found.Words) && Math.Abs(expected.Score - found.Score) < 1e-9;
        },
        iter: 300);

    [Fact]
    public void Words_and_their_starts_by_hand()
    {
        // silence, b, b, a, silence: each frame takes its own state.
        var states = new StateMap(["a", "b"], statesPerWord: 1, silenceStates: 1);
        var scores = Scores(states, [2, 1, 1, 0, 2]);
        var decoder = new Decoder(states, Transitions.Even(states), wordPenalty: 1);

        var found = decoder.DecodeString(scores);

        Assert.Equal([1, 0], found.Words);
        Assert.Equal([1, 3], found.Starts);
        Assert.Equal((5 * Math.Log(0.5)) - 2, found.Score, 1e-6);
    }

    [Fact]
    public void A_word_said_twice_is_found_twice_where_it_cannot_be_one()
    {
        var states = new StateMap(["a"], statesPerWord: 2, silenceStates: 1);

        Assert.Equal([0, 0], new Decoder(states, Transitions.Even(states)).DecodeString(Scores(states, [0, 1, 0, 1])).Words);
    }

    [Fact]
    public void Silence_alone_holds_no_word()
    {
        var states = new StateMap(["a"], statesPerWord: 1, silenceStates: 1);

        Assert.Empty(new Decoder(states, Transitions.Even(states)).DecodeString(Scores(states, [1, 1, 1])).Words);
    }

    [Fact]
    public void A_higher_penalty_never_brings_more_words() => SearchProblem.Any.Sample(problem =>
    {
        int Count(double penalty) => new Decoder(problem.States, problem.Transitions, penalty).DecodeString(problem.Scores).Words.Count;
        return Count(-2) >= Count(0) && Count(0) >= Count(1) && Count(1) >= Count(5);
    });

    [Fact]
    public void What_cannot_be_decoded_is_refused()
    {
        var states = new StateMap(["a"], statesPerWord: 3, silenceStates: 3);
        var decoder = new Decoder(states, Transitions.Even(states));
        Assert.Contains("2 frames are too few", Assert.Throws<DistillException>(() => decoder.DecodeString(Scores(states, [0, 1]))).Message, StringComparison.Ordinal);
        Assert.Contains("2 frames are too few", Assert.Throws<DistillException>(() => decoder.DecodeWord(Scores(states, [0, 1]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => decoder.DecodeWord(new FrameMatrix(new float[10], 5)));
    }

    // 0 for the state of each frame, −10 for all others.
    private static FrameMatrix Scores(StateMap states, int[] path) =>
        new([.. path.SelectMany(right => Enumerable.Range(0, states.Count).Select(state => state == right ? 0f : -10f))], states.Count);
}
