using Distill.Speech.Alignment;

namespace Distill.Speech.Tests.Alignment;

public sealed class TransitionsTests
{
    private static readonly StateMap States = new(["a", "b"], statesPerWord: 2, silenceStates: 1);

    [Fact]
    public void Shares_by_hand()
    {
        // State 0 takes 3 + 2 frames in two runs, so it stays in three of five; 1 never stays; 4 takes 200 frames in one run.
        var transitions = Transitions.Estimate(States, [new([0, 0, 0, 1], 0), new([0, 0, 1], 0), new([.. Enumerable.Repeat(4, 200)], 0)]);

        Assert.Equal(Math.Log(0.6), transitions.LogStay(0), 1e-12);
        Assert.Equal(Math.Log(0.4), transitions.LogLeave(0), 1e-12);
        Assert.Equal(Math.Log(0.01), transitions.LogStay(1), 1e-12);
        Assert.Equal(Math.Log(0.99), transitions.LogStay(4), 1e-12);
        Assert.Equal(Math.Log(0.5), transitions.LogStay(2), 1e-12);
    }

    [Fact]
    public void Even_ones_are_halves() => Assert.Equal((Math.Log(0.5), Math.Log(0.5)), (Transitions.Even(States).LogStay(3), Transitions.Even(States).LogLeave(3)));
}
