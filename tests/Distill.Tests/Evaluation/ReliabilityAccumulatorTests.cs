using Distill.Evaluation;

namespace Distill.Tests.Evaluation;

public sealed class ReliabilityAccumulatorTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.25, 0)]
    [InlineData(0.26, 1)]
    [InlineData(0.5, 1)]
    [InlineData(0.75, 2)]
    [InlineData(1, 3)]
    [InlineData(1.0000001, 3)]
    public void TheUpperEdgeBelongsToItsBin(double confidence, int bin)
    {
        var accumulator = new ReliabilityAccumulator(4);
        accumulator.Add(confidence, correct: true);
        var bins = accumulator.Bins();
        Assert.Equal(bin, Enumerable.Range(0, 4).Single(i => bins[i].Count == 1));
        Assert.Equal(Math.Min(confidence, 1), bins[bin].MeanConfidence);
        Assert.Equal(1, bins[bin].Accuracy);
    }
}
