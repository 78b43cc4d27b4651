using Distill.Data;

namespace Distill.Tests.Data;

public sealed class ArraySourceTests
{
    [Fact]
    public void RefusesLengthsThatDoNotFit()
    {
        Assert.Throws<ArgumentException>(() => new ArraySource("x", new(1, 2, 2), new byte[7], [0, 0], ["a"]));
        Assert.Throws<ArgumentException>(() => new ArraySource("x", new float[7], [0, 0], ["a"]));
        Assert.Throws<ArgumentException>(() => new ArraySource("x", new(1, 2, 2), new float[7], [0, 0], ["a"]));
    }

    [Fact]
    public void ImagesOfRealNumbersReadAsTheyAre()
    {
        var view = new ExampleView(new ArraySource("x", new(1, 2, 1), [1.5f, -2, 300, 0], [0, 1], ["a", "b"]));

        using var batch = view.Read([1, 0]);

        Assert.Equal([2L, 1, 2, 1], batch.Inputs.shape);
        Assert.Equal([300f, 0, 1.5f, -2], batch.Inputs.data<float>().ToArray());
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(1)]
    public void RefusesLabelsWithoutAClass(int label)
    {
        var error = Assert.Throws<ArgumentException>(() => new ArraySource("x", new(1, 1, 2), new byte[4], [0, label], ["a"]));
        Assert.Contains($"Example 1 has label {label}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesRowsAndDestinationsThatDoNotFit()
    {
        var source = Samples.Pixels(3, new(1, 2, 2));

        Assert.Throws<ArgumentOutOfRangeException>(() => source.CopyExamples([3], new byte[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.CopyExamples([-1], new byte[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.CopyExamples([1L << 40], new byte[4]));
        Assert.Throws<ArgumentException>(() => source.CopyExamples([0], new byte[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.CopyLabels([3], new long[1]));
        Assert.Throws<ArgumentException>(() => source.CopyLabels([0], new long[2]));
    }
}
