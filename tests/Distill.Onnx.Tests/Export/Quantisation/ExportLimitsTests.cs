using Distill.Onnx.Export;
using Distill.Onnx.Export.Check;

namespace Distill.Onnx.Tests.Export.Quantisation;

public sealed class ExportLimitsTests
{
    [Theory]
    [InlineData(1000, 5, true)]
    [InlineData(1000, 6, false)]
    [InlineData(160, 1, true)]
    [InlineData(160, 2, false)]
    [InlineData(10, 1, true)]
    public void IntegersMayLoseHalfAPointOrOneExample(int examples, int lost, bool passes)
    {
        var before = (examples - 3.0) / examples;
        var problems = ExportLimits.Problems(WeightFormat.Int8, before, new LevelCheck("all", 0.1, 0.9, 0, before - ((double)lost / examples)), examples).ToList();
        Assert.Equal(passes, problems.Count == 0);
        Assert.All(problems, problem => Assert.Contains("expected a loss of at most 0.5 points, or of one example", problem, StringComparison.Ordinal));
    }
}
