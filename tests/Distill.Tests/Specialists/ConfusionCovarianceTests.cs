using System.Runtime.InteropServices;
using CsCheck;
using Distill.Runs;
using Distill.Specialists;

namespace Distill.Tests.Specialists;

public sealed class ConfusionCovarianceTests
{
    [Fact]
    public void It_is_the_covariance_of_the_probabilities()
    {
        var rows = Distributions(seed: 1, examples: 50, classes: 7);
        var covariance = new ConfusionCovariance(7);
        foreach (var row in rows)
        {
            covariance.Add(row);
        }

        Assert.Equal(50, covariance.Count);
        AssertCovariance(rows, covariance);
    }

    [Fact]
    public void The_pairs_that_are_confused_most_come_first()
    {
        var covariance = new ConfusionCovariance(5);
        foreach (var row in (float[][])[[0.5f, 0.4f, 0.1f, 0, 0], [0.1f, 0.2f, 0.3f, 0.4f, 0], [0.2f, 0.1f, 0.4f, 0.3f, 0], [0.6f, 0.3f, 0, 0.1f, 0]])
        {
            covariance.Add(row);
        }

        var pairs = covariance.MostConfused([3, 0, 2, 1, 4], 10);
        // Class 4 never changes, and of the others two pairs rise and fall together.
        Assert.Equal([(0, 1), (2, 3)], pairs.Select(pair => (pair.First, pair.Second)).Order());
        Assert.Equal(pairs.OrderByDescending(pair => pair.Covariance), pairs);
        Assert.All(pairs, pair => Assert.Equal(
            covariance[pair.First, pair.Second] / Math.Sqrt(covariance[pair.First, pair.First] * covariance[pair.Second, pair.Second]), pair.Correlation, 1e-12));
        Assert.All(pairs, pair => Assert.Equal(covariance[pair.First, pair.Second], pair.Covariance));
        Assert.Equal(pairs[0], Assert.Single(covariance.MostConfused([0, 1, 2, 3], 1)));
        Assert.Equal((1, 0), (Math.Round(covariance.Correlation(2, 2), 12), covariance.Correlation(1, 4)));
    }

    [Fact]
    public void What_a_top_k_row_leaves_out_counts_as_spread_evenly()
    {
        var full = Distributions(seed: 2, examples: 40, classes: 9);
        var covariance = new ConfusionCovariance(9);
        var spread = new List<float[]>();
        foreach (var row in full)
        {
            int[] top = [.. Enumerable.Range(0, 9).OrderByDescending(number => row[number]).Take(3).Order()];
            var rest = 1 - top.Sum(number => row[number]);
            covariance.Add(top, [.. top.Select(number => row[number])], rest);
            spread.Add([.. Enumerable.Range(0, 9).Select(number => top.Contains(number) ? row[number] : rest / 6)]);
        }

        AssertCovariance(spread, covariance);
    }

    [Fact]
    public void Parts_that_are_merged_are_the_whole()
    {
        var rows = Distributions(seed: 3, examples: 30, classes: 5);
        ConfusionCovariance whole = new(5), first = new(5), second = new(5);
        for (var example = 0; example < rows.Count; example++)
        {
            whole.Add(rows[example]);
            var part = example % 3 == 0 ? first : second;
            if (example % 2 == 0)
            {
                part.Add(rows[example]);
            }
            else
            {
                part.Add([0, 1, 2, 3, 4], rows[example], remaining: 0);
            }
        }

        first.Merge(second);
        Assert.Equal(whole.Count, first.Count);
        AssertCovariance(rows, first);
        Assert.Throws<DistillException>(() => first.Merge(new ConfusionCovariance(6)));
        Assert.Throws<DistillException>(() => first.Merge(new ConfusionCovariance(5, mostExamples: 100)));
    }

    [Fact]
    public void The_order_and_the_parts_change_no_bit() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[1, 4]).Sample((seed, parts) =>
        {
            var rows = Distributions(seed, examples: 25, classes: 6);
            ConfusionCovariance whole = new(6), merged = new(6);
            ConfusionCovariance[] shares = [.. Enumerable.Range(0, parts).Select(_ => new ConfusionCovariance(6))];
            var random = new Random(seed);
            foreach (var row in rows)
            {
                Add(whole, row);
            }

            random.Shuffle(CollectionsMarshal.AsSpan(rows));
            foreach (var row in rows)
            {
                Add(shares[random.Next(parts)], row);
            }

            random.Shuffle(shares);
            Array.ForEach(shares, merged.Merge);
            Assert.All(whole.Sums.Zip(merged.Sums), pair =>
            {
                Assert.Equal(pair.First.Values.High, pair.Second.Values.High);
                Assert.Equal(pair.First.Values.Low, pair.Second.Values.Low);
            });

            static void Add(ConfusionCovariance to, float[] row) => to.Add([0, 2, 3, 5], [row[0], row[2], row[3], row[5]], row[1] + row[4]);
        });

    [Fact]
    public void As_many_certain_examples_as_it_can_count_do_not_overflow()
    {
        var covariance = new ConfusionCovariance(2, mostExamples: int.MaxValue);
        covariance.Add([1, 0]);
        for (var doubling = 0; doubling < 30; doubling++)
        {
            covariance.Merge(covariance);
        }

        Assert.Equal((1 << 30, 1, 0), (covariance.Count, covariance.Mean(0), covariance[0, 0]));
        Assert.Throws<DistillException>(() => covariance.Merge(covariance));
    }

    [Fact]
    public void More_examples_than_there_is_room_for_are_refused()
    {
        var covariance = new ConfusionCovariance(2, mostExamples: 1);
        covariance.Add([0.5f, 0.5f]);
        Assert.Throws<InvalidOperationException>(() => covariance.Add([0.5f, 0.5f]));
    }

    [Fact]
    public void Rows_that_do_not_fit_are_refused()
    {
        var covariance = new ConfusionCovariance(3);
        Assert.Throws<ArgumentException>(() => covariance.Add([0.5f, 0.5f]));
        Assert.Throws<ArgumentException>(() => covariance.Add([1, 0], [0.5f, 0.5f], 0));
        Assert.Throws<ArgumentException>(() => covariance.Add([0, 3], [0.5f, 0.5f], 0));
        Assert.Throws<ArgumentException>(() => covariance.Add([0, 1], [0.5f], 0));
        Assert.Throws<ArgumentException>(() => covariance.Add([0.5f, float.NaN, 0.5f]));
        Assert.Throws<ArgumentException>(() => covariance.Add([0, 1], [0.5f, 12], 0));
        Assert.Throws<ArgumentException>(() => covariance.Add([0, 1], [0.5f, 0.25f], -0.25f));
        Assert.Equal(0, covariance.Count);
        Assert.Contains("100000000", Assert.Throws<DistillException>(() => new ConfusionCovariance(100_000_000)).Message, StringComparison.Ordinal);
    }

    private static List<float[]> Distributions(int seed, int examples, int classes)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, examples).Select(_ =>
            {
                var masses = Enumerable.Range(0, classes).Select(_ => Math.Exp(4 * random.NextDouble())).ToArray();
                return CombinationProblem.Normalised(masses).Select(mass => (float)mass).ToArray();
            }),
        ];
    }

    [Fact]
    public void Small_probabilities_lose_nothing()
    {
        // All but one class near 1/15,000, as a generalist of so many classes has them before it has learned much.
        var random = new Random(5);
        List<float[]> rows = [.. Enumerable.Range(0, 400).Select(_ => new[] { (float)(6.7e-5 * (1 + (1e-3 * random.NextDouble()))), (float)(1e-7 * random.NextDouble()), 0.9f })];
        var covariance = new ConfusionCovariance(3, mostExamples: int.MaxValue);
        rows.ForEach(row => covariance.Add(row));
        for (var number = 0; number < 2; number++)
        {
            var mean = rows.Average(row => (double)row[number]);
            var variance = rows.Average(row => (row[number] - mean) * (row[number] - mean));
            Assert.Equal(1, covariance[number, number] / variance, 1e-3);
        }

        Assert.Equal([false, false, true], Enumerable.Range(0, 3).Select(covariance.IsConstant));
    }

    private static void AssertCovariance(List<float[]> rows, ConfusionCovariance actual)
    {
        for (var first = 0; first < actual.Classes; first++)
        {
            var firstMean = rows.Average(row => (double)row[first]);
            Assert.Equal(firstMean, actual.Mean(first), 1e-7);
            for (var second = 0; second < actual.Classes; second++)
            {
                var secondMean = rows.Average(row => (double)row[second]);
                Assert.Equal(rows.Average(row => (row[first] - firstMean) * (row[second] - secondMean)), actual[first, second], 1e-7);
            }
        }
    }
}
