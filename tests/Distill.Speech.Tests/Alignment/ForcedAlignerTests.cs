using CsCheck;
using Distill.Runs;
using Distill.Speech.Alignment;
using Distill.Speech.Features;
using Distill.Speech.Tests.Decoding;

namespace Distill.Speech.Tests.Alignment;

public sealed class ForcedAlignerTests
{
    [Fact]
    public void No_path_through_the_words_is_better() => SearchProblem.Any.Sample(
        problem =>
        {
            var free = problem with { WordPenalty = 0 };
            int[] words = free.Scores.Frames < 2 * free.States.StatesPerWord ? [0] : [free.States.Words.Count - 1, 0];
            var expected = free.Best(said => said.SequenceEqual(words));
            var found = new ForcedAligner(free.States, free.Transitions).Align(free.Scores, words, "x");
            return expected.States.SequenceEqual(found.States) && Math.Abs(expected.Score - found.Score) < 1e-9;
        },
        iter: 300);

    [Fact]
    public void What_cannot_be_aligned_is_refused()
    {
        var states = new StateMap(["a"], statesPerWord: 3, silenceStates: 1);
        var aligner = new ForcedAligner(states, Transitions.Even(states));

        var error = Assert.Throws<DistillException>(() => aligner.Align(new FrameMatrix(new float[4 * 5], 4), [0, 0], "clip 7"));

        Assert.Contains("clip 7 cannot be aligned: 5 frames for 2 words of 3 states", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => aligner.Align(new FrameMatrix(new float[10], 5), [0], "x"));
        Assert.ThrowsAny<ArgumentException>(() => aligner.Align(new FrameMatrix(new float[16], 4), [1], "x"));
    }
}
