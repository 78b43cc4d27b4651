using Distill.Data;
using Distill.Runs;

namespace Distill.Tests.Data;

public sealed class FeatureOrderTests
{
    [Fact]
    public void NamesOnBothSidesTellThePlaces()
    {
        Assert.Equal([1, 2, 0], FeatureOrder.Of("m", ["x", "y", "z"], ["z", "X ", "y"]));
        Assert.Null(FeatureOrder.Of("m", ["x", "y"], ["x", "y"]));
    }

    [Fact]
    public void WithoutNamesInCommonPlacesStay()
    {
        Assert.Null(FeatureOrder.Of("m", null, ["x"]));
        Assert.Null(FeatureOrder.Of("m", ["x"], null));
        Assert.Null(FeatureOrder.Of("m", ["x", "y"], ["x"]));
        Assert.Null(FeatureOrder.Of("m", ["x", "y"], ["a", "b"]));
    }

    [Fact]
    public void SomeNamesInCommonAreRefused()
    {
        var half = Assert.Throws<DistillException>(() => FeatureOrder.Of("m", ["x", "y"], ["x", "b"]));
        Assert.Contains("y cannot be found", half.Message, StringComparison.Ordinal);
        Assert.Throws<DistillException>(() => FeatureOrder.Of("m", ["x", "y"], ["x", "x"]));
    }
}
