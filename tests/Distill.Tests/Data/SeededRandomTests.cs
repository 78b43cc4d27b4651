using Distill.Data;

namespace Distill.Tests.Data;

public sealed class SeededRandomTests
{
    [Fact]
    public void IsSplitMix64()
    {
        // The first outputs for state 0 of the published reference implementation.
        var random = new SeededRandom();

        Assert.Equal(0xE220A8397B1DCDAFUL, random.NextBits());
        Assert.Equal(0x6E789E6AA1B965F4UL, random.NextBits());
        Assert.Equal(0x06C45D188009454FUL, random.NextBits());
    }

    [Fact]
    public void EachPartOfTheKeyCountsInItsPlace()
    {
        ulong[] first =
        [
            new SeededRandom(1, 2).NextBits(), new SeededRandom(2, 1).NextBits(), new SeededRandom(1).NextBits(),
            new SeededRandom(1, 2, 0).NextBits(), new SeededRandom(1, 3).NextBits(), new SeededRandom(-1, 2).NextBits(),
        ];

        Assert.Equal(first.Length, first.Distinct().Count());
        Assert.Equal(new SeededRandom(1, 2).NextBits(), new SeededRandom(1).Fork(2).NextBits());
    }

    [Fact]
    public void BelowIsEven()
    {
        var random = new SeededRandom(3);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            counts[random.Below(7)]++;
        }

        Assert.All(counts, n => Assert.InRange(n, 9_600, 10_400));
    }

    [Fact]
    public void DoublesFillTheUnitInterval()
    {
        var random = new SeededRandom(4);
        var numbers = Enumerable.Range(0, 10_000).Select(_ => random.NextDouble()).ToArray();

        Assert.All(numbers, n => Assert.InRange(n, 0, 1 - 1e-16));
        Assert.InRange(numbers.Average(), 0.49, 0.51);
    }
}
