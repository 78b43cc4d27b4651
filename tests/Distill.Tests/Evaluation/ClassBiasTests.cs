using CsCheck;
using Distill.Evaluation;
using Distill.Runs;

namespace Distill.Tests.Evaluation;

public sealed class ClassBiasTests
{
    private static readonly Gen<(Predictions Predictions, int[] Classes)> Cases =
        from cases in Gen.Int[1, 40]
        from classes in Gen.Int[2, 6]
        from chosen in Gen.Int[1, classes - 1]
        from seed in Gen.Int
        select Make(cases, classes, chosen, new Random(seed));

    [Fact]
    public void Errors_are_those_of_adding_the_number_to_the_logits() => Gen.Select(Cases, Gen.Double[-4, 4]).Sample((drawn, number) =>
    {
        var (predictions, classes) = drawn;
        Assert.Equal(Naively(predictions, classes, number), new ClassBias(predictions, classes).Errors(number));
    });

    [Fact]
    public void No_number_has_fewer_errors_than_the_best() => Cases.Sample(drawn =>
    {
        var (predictions, classes) = drawn;
        var bias = new ClassBias(predictions, classes);
        var best = Naively(predictions, classes, bias.WithFewestErrors()).Sum();
        for (var number = -12.0; number <= 12; number += 0.05)
        {
            Assert.True(Naively(predictions, classes, number).Sum() >= best);
        }
    });

    [Fact]
    public void The_share_is_met_to_the_nearest_case() => Gen.Select(Cases, Gen.Double[0, 1]).Sample((drawn, share) =>
    {
        var (predictions, classes) = drawn;
        var number = new ClassBias(predictions, classes).MatchingShare(share);
        var called = Enumerable.Range(0, predictions.Count).Count(i => classes.Contains(Called(predictions, classes, number, i)));
        Assert.InRange(called - (share * predictions.Count), -0.5 - 1e-9, 0.5 + 1e-9);
    });

    [Fact]
    public void By_hand()
    {
        // Class 2 is never called; margins of the four cases are 1, 2, 3 and 4.
        float[] rows = [.. new[] { 1f, 2, 3, 4 }.SelectMany(margin => LogSoftmax(margin, -5, 0))];
        var bias = new ClassBias(new Predictions("by hand", 3, rows, [2, 2, 0, 0], [0, 1, 2, 3]), 2);
        Assert.Equal([0L, 0, 2], bias.Errors(0));
        Assert.Equal(2.5, bias.WithFewestErrors(), 1e-5);
        Assert.Equal([0L, 0, 0], bias.Errors(2.5));
        Assert.Equal([1L, 0, 0], bias.Errors(3.5));
        Assert.Equal(1.5, bias.MatchingShare(0.25), 1e-5);
        Assert.Equal(0, bias.MatchingShare(0), 1e-5);
        Assert.Equal(5, bias.MatchingShare(1), 1e-5);
    }

    [Fact]
    public void Of_equally_good_numbers_the_one_nearest_to_none_is_taken()
    {
        // Right as it is: any number below 3 is as good.
        var bias = new ClassBias(new Predictions("right", 2, [.. LogSoftmax(3, 0)], [0], [0]), 1);
        Assert.Equal(2, bias.WithFewestErrors(), 1e-5);
        Assert.Equal(0, bias.Errors(bias.WithFewestErrors()).Sum());
    }

    [Fact]
    public void Classes_and_labels_that_make_no_sense_are_refused()
    {
        var predictions = new Predictions("net", 3, [.. LogSoftmax(1, 2, 3)], [-1], [7]);
        foreach (var classes in new int[][] { [], [3], [-1], [1, 1], [0, 1, 2] })
        {
            Assert.Contains("of 3 classes", Assert.Throws<DistillException>(() => new ClassBias(predictions, classes)).Message, StringComparison.Ordinal);
        }

        var bias = new ClassBias(predictions, 1);
        Assert.Contains("Row 7 of net", Assert.Throws<DistillException>(() => bias.WithFewestErrors()).Message, StringComparison.Ordinal);
        Assert.True(double.IsFinite(bias.MatchingShare(0.5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => bias.MatchingShare(1.5));
    }

    private static (Predictions Predictions, int[] Classes) Make(int cases, int classes, int chosen, Random random)
    {
        var rows = RandomRows.Make(random, cases, classes);
        var order = Enumerable.Range(0, classes).ToArray();
        random.Shuffle(order);
        return (new Predictions("net", classes, rows, RandomRows.Labels(random, cases, classes), RandomRows.Numbers(cases)), order[..chosen]);
    }

    private static long[] Naively(Predictions predictions, int[] classes, double number)
    {
        var errors = new long[predictions.Classes];
        for (var i = 0; i < predictions.Count; i++)
        {
            errors[predictions.Labels[i]] += Called(predictions, classes, number, i) == predictions.Labels[i] ? 0 : 1;
        }

        return errors;
    }

    private static int Called(Predictions predictions, int[] classes, double number, int index)
    {
        var scores = predictions.Case(index).ToArray();
        return Enumerable.Range(0, scores.Length).MaxBy(c => scores[c] + (classes.Contains(c) ? number : 0));
    }

    private static IEnumerable<float> LogSoftmax(params double[] logits)
    {
        var log = Math.Log(logits.Sum(Math.Exp));
        return logits.Select(logit => (float)(logit - log));
    }
}
