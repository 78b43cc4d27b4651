using Distill.Evaluation;
using Distill.Jobs.Specialists;
using Distill.Runs;
using Distill.Specialists;

namespace Distill.Jobs.Tests.Specialists;

public sealed class CombinationTestTests
{
    // Classes 0 and 1 have one specialist, class 2 has two, class 3 none.
    private static readonly ClassSets Sets = new(4, [[0, 2], [1, 2]]);

    [Fact]
    public void Counts_by_hand()
    {
        long[] labels = [0, 1, 2, 2, 3, 3];
        var scores = CombinationTest.Of("by hand", Predict(labels, 0, 0, 2, 3, 3, 0), Predict(labels, 0, 1, 2, 2, 3, 3), Sets, 1);

        Assert.Equal((6, 4, 3), (scores.Examples, scores.CoveredExamples, scores.CoveredClasses));
        Assert.Equal((3, 6), (scores.Generalist.Correct, scores.Combined.Correct));
        Assert.Equal((0.5, 1), (scores.Generalist.Top1, scores.Combined.Top1));
        Assert.Null(scores.Generalist.Top5);
        // Of four covered examples the fourth, taken for class 3, is right once class 3 cannot be chosen: class 2 comes next.
        Assert.Equal((0.75, 1), (scores.Generalist.Conditional!.Value, scores.Combined.Conditional!.Value));
        Assert.Equal([(0, 2, 1, 2), (1, 2, 1, 2), (2, 2, 1, 2)], scores.ByCover.Select(row => (row.Cover, (int)row.Examples, (int)row.GeneralistCorrect, (int)row.CombinedCorrect)));
        Assert.Equal(1, scores.RelativeGain);
        Assert.Equal((3, 0), (scores.PairedTest.OnlyFirstWrong, scores.PairedTest.OnlySecondWrong));
        Assert.Equal(0.25, scores.PairedTest.POfCases!.Value, 1e-12);
    }

    [Fact]
    public void An_example_without_a_label_is_refused() => Assert.Contains(
        "has no label", Assert.Throws<DistillException>(() => CombinationTest.Of("none", Predict([-1], 0), Predict([-1], 0), Sets, 1)).Message, StringComparison.Ordinal);

    // The class that is given has 0.7, and the next lower one, around the end, 0.2.
    private static Predictions Predict(long[] labels, params int[] classes) => new(
        "table", 4,
        [.. classes.SelectMany(best => Enumerable.Range(0, 4).Select(number => MathF.Log(number == best ? 0.7f : number == (best + 3) % 4 ? 0.2f : 0.05f)))],
        labels, [.. Enumerable.Range(0, labels.Length).Select(row => (long)row)]);
}
