using Distill.Data;
using Distill.Evaluation;
using Distill.Runs;
using Distill.Speech.Acoustics;
using Distill.Speech.Alignment;
using Distill.Speech.Tests.Recordings;

namespace Distill.Speech.Tests.Acoustics;

public sealed class StatePriorsTests
{
    private static readonly StateMap States = new(["a"], statesPerWord: 1, silenceStates: 1);
    private static readonly StatePriors Priors = StatePriors.Count(States, [new([0, 0, 1], 0), new([0, 0, 0], 0)]);

    [Fact]
    public void Priors_are_shares_with_one_more_of_each() =>
        Assert.Equal([Math.Log(6 / 8.0), Math.Log(2 / 8.0)], Priors.Logarithms);

    [Theory]
    [InlineData(1.0, 2.0 / 3, 2)]
    [InlineData(0.0, 0.5, 0.5)]
    public void Priors_are_divided_out(double scale, double first, double second)
    {
        var scores = Priors.Scores([MathF.Log(0.5f), MathF.Log(0.5f)], scale);

        Assert.Equal([first, second], scores[0].ToArray().Select(score => Math.Exp(score)), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Predictions_are_cut_where_utterances_end()
    {
        var random = new SeededRandom(1);
        var source = new SplicedSource("x", [Clips.Random(random.Fork(1), 2, 3), Clips.Random(random.Fork(2), 1, 3)], null, States);
        var half = MathF.Log(0.5f);

        var scores = Priors.Scores(source, new Predictions("m", 2, [half, half, 0, float.NegativeInfinity, half, half], [-1, -1, -1], [0, 1, 2]));

        Assert.Equal([2, 1], scores.Select(matrix => matrix.Frames));
        Assert.Equal(-Math.Log(6 / 8.0), scores[0][1][0], 1e-6);
        Assert.Contains("another order", Assert.Throws<DistillException>(() => Priors.Scores(source, new Predictions("m", 2, [half, half, half, half, half, half], [-1, -1, -1], [0, 2, 1]))).Message, StringComparison.Ordinal);
        Assert.Contains("Predict all", Assert.Throws<DistillException>(() => Priors.Scores(source, new Predictions("m", 2, [half, half], [-1], [0]))).Message, StringComparison.Ordinal);
    }
}
