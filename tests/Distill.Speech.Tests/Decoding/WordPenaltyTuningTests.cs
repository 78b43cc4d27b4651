using Distill.Speech.Alignment;
using Distill.Speech.Decoding;
using Distill.Speech.Features;

namespace Distill.Speech.Tests.Decoding;

public sealed class WordPenaltyTuningTests
{
    [Fact]
    public void The_penalty_that_keeps_untruewords_out_is_found_and_of_equals_the_middle()
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

    [Theory]
    [InlineData(20, 5, 10)]
    [InlineData(700, 400, 550)]
    [InlineData(-300, -900, -600)]
    public void Without_a_list_it_goes_as_far_as_it_must(float said, float untrue, double expected)
    {
        // Word 0 is right and better than silence by one number, the false word 1 by another: between them lie the good penalties.
        var states = new StateMap(["true", "false"], statesPerWord: 1, silenceStates: 1);
        var utterance = new FrameMatrix([-2000, -2000, 0, said, -2000, 0, -2000, -2000, 0, -2000, untrue, 0, -2000, -2000, 0], 3);

        var choice = WordPenaltyTuning.Choose(states, Transitions.Even(states), [utterance], [[0]]);

        Assert.Equal(0, choice.Tried.Min(tried => tried.Errors.Errors));
        Assert.InRange(choice.Penalty, expected - 10, expected + 10);
        Assert.Equal(choice.Tried.Select(tried => tried.Penalty).Order(), choice.Tried.Select(tried => tried.Penalty));
        Assert.Equal(choice.Tried.Count, choice.Tried.Select(tried => tried.Penalty).Distinct().Count());
    }

    [Fact]
    public void Strings_must_belong_to_the_utterances()
    {
        var states = new StateMap(["a"], statesPerWord: 1, silenceStates: 1);

        Assert.Throws<ArgumentException>(() => WordPenaltyTuning.Choose(states, Transitions.Even(states), [new FrameMatrix(new float[4], 2)], []));
    }
}
