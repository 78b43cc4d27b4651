using Distill.Evaluation;

namespace Distill.Tests.Evaluation;

public sealed class RandIndexTests
{
    [Fact]
    public void It_is_what_the_counts_of_pairs_give()
    {
        // Pairs in a cell: 1 (of the first two) + 1 (of the last two) = 2; in rows 3 + 3, in columns 1 + 1 + 1;
        // by chance 6 · 3 / 15 = 1.2, so (2 − 1.2) / (4.5 − 1.2).
        Assert.Equal(0.8 / 3.3, RandIndex.Adjusted([0, 0, 0, 1, 1, 1], [5, 5, 6, 6, 7, 7]), 1e-12);
    }

    [Fact]
    public void The_same_division_by_other_names_is_1_and_a_crossing_one_below_0()
    {
        Assert.Equal(1, RandIndex.Adjusted([3, 3, 1, 1, 2], [0, 0, 7, 7, 9]), 1e-12);
        Assert.Equal(1, RandIndex.Adjusted([1, 1, 1], [2, 2, 2]));
        Assert.True(RandIndex.Adjusted([0, 0, 1, 1], [0, 1, 0, 1]) < 0);
    }

    [Fact]
    public void Chance_gives_about_0()
    {
        var random = new Random(1);
        int[] Draw() => [.. Enumerable.Range(0, 20_000).Select(_ => random.Next(10))];
        Assert.InRange(RandIndex.Adjusted(Draw(), Draw()), -0.01, 0.01);
    }

    [Fact]
    public void Divisions_of_other_things_are_refused() =>
        Assert.Throws<ArgumentException>(() => RandIndex.Adjusted([0, 1], [0, 1, 2]));
}
