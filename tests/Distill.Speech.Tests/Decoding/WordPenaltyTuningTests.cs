using Distill.Speech.Alignment;
using Distill.Speech.Decoding;
using Distill.Speech.Features;

namespace Distill.Speech.Tests.Decoding;

public sealed class WordPenaltyTuningTests
{
    [Fact]
    public void The_penalty_that_keeps_false_words_out_is_found_and_of_equals_the_middle()
    {
        // In each utterance word 0 is 20 better than silence, and a false word 1 is 5 better; a word costs log ½ as silence does.
        var states = new StateMap(["true", "false"], statesPerWord: 1, silenceStates: 1);
        var utterance = new FrameMatrix([-9, -9, 0, 20, -9, 0, -9, -9, 0, -9, 5, 0, -9, -9, 0], 3);

        var choice = WordPenaltyTuning.Choose(states, Transitions.Even(states), [utterance, utterance], [[0], [0]], [-1, 1, 7, 10, 12, 30]);

        Assert.Equal(10, choice.Penalty);
        Assert.Equal([2, 2, 0, 0, 0, 2], choice.Tried.Select(tried => tried.Errors.Errors));
        Assert.Equal(new WordErrors(2, 0, 2, 0), choice.Tried[1].Errors);
        Assert.Equal(new WordErrors(2, 0, 0, 2), choice.Tried[5].Errors);
    }

    [Fact]
    public void Strings_must_belong_to_the_utterances()
    {
        var states = new StateMap(["a"], statesPerWord: 1, silenceStates: 1);

        Assert.Throws<ArgumentException>(() => WordPenaltyTuning.Choose(states, Transitions.Even(states), [new FrameMatrix(new float[4], 2)], []));
    }
}
