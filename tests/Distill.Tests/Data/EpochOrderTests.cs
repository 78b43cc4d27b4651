using Distill.Data;

namespace Distill.Tests.Data;

public sealed class EpochOrderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void VisitsEachPositionOnce(int count) =>
        Assert.Equal(Enumerable.Range(0, count), new EpochOrder(count, 9).Positions(4).Order());

    [Fact]
    public void DependsOnSeedAndEpochAlone()
    {
        var order = new EpochOrder(1000, 9);
        var third = order.Positions(3);
        order.Positions(0);

        Assert.Equal(third, order.Positions(3));
        Assert.Equal(third, new EpochOrder(1000, 9).Positions(3));
        Assert.NotEqual(third, order.Positions(2));
        Assert.NotEqual(third, new EpochOrder(1000, 8).Positions(3));
    }

    [Fact]
    public void EveryOrderIsEquallyLikely()
    {
        var counts = Enumerable.Range(0, 6000)
            .Select(epoch => string.Join(',', new EpochOrder(3, 1).Positions(epoch)))
            .CountBy(order => order).ToDictionary();

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, n => Assert.InRange(n, 870, 1130));
    }
}
