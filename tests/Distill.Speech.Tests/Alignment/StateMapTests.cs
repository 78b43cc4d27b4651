using Distill.Speech.Alignment;

namespace Distill.Speech.Tests.Alignment;

public sealed class StateMapTests
{
    [Fact]
    public void States_of_words_come_first_and_silence_last()
    {
        var states = new StateMap(["no", "yes"], statesPerWord: 3, silenceStates: 2);

        Assert.Equal(["no/0", "no/1", "no/2", "yes/0", "yes/1", "yes/2", "(silence)/0", "(silence)/1"], states.ClassNames);
        Assert.Equal((8, 6, 5), (states.Count, states.Silence, states.Class(1, 2)));
        Assert.Equal([(0, 2), (1, 0), (-1, 1)], new[] { 2, 3, 7 }.Select(states.Find));
    }

    [Fact]
    public void What_is_not_there_is_refused()
    {
        var states = new StateMap(["no", "yes"], statesPerWord: 3, silenceStates: 2);
        Assert.ThrowsAny<ArgumentException>(() => states.Class(2, 0));
        Assert.ThrowsAny<ArgumentException>(() => states.Class(0, 3));
        Assert.ThrowsAny<ArgumentException>(() => states.Find(8));
        Assert.ThrowsAny<ArgumentException>(() => new StateMap([], 1, 1));
        Assert.ThrowsAny<ArgumentException>(() => new StateMap(["a"], 0, 1));
        Assert.ThrowsAny<ArgumentException>(() => new StateMap(["a"], int.MaxValue, 1));
    }
}
