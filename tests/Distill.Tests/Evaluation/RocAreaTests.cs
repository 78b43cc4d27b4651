using CsCheck;
using Distill.Evaluation;

namespace Distill.Tests.Evaluation;

public sealed class RocAreaTests
{
    [Fact]
    public void It_is_the_share_of_pairs_in_order() =>
        // 3 beats 1 and 2 and meets 3; 2 beats 1, meets 2 and loses to 3.
        Assert.Equal((2.5 + 1.5) / 6, RocArea.Of([3, 2], [1, 2, 3]), 1e-12);

    [Fact]
    public void It_counts_every_pair_as_plain_loops_do() =>
        Gen.Select(Gen.Int[-3, 3].Array[1, 12], Gen.Int[-3, 3].Array[1, 12]).Sample((first, second) =>
        {
            var pairs = first.SelectMany(one => second.Select(other => one > other ? 1 : one == other ? 0.5 : 0)).Average();
            Assert.Equal(pairs, RocArea.Of([.. first.Select(value => (float)value)], [.. second.Select(value => (float)value)]), 1e-9);
        }, iter: 300);

    [Fact]
    public void Groups_without_numbers_and_without_order_are_refused()
    {
        Assert.Throws<ArgumentException>(() => RocArea.Of([], [1]));
        Assert.Throws<ArgumentException>(() => RocArea.Of([1], []));
        Assert.Throws<ArgumentException>(() => RocArea.Of([float.NaN], [1]));
        Assert.Throws<ArgumentException>(() => RocArea.Of([1], [float.NaN]));
    }
}
