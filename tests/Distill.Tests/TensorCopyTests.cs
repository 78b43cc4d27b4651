using static TorchSharp.torch;

namespace Distill.Tests;

public sealed class TensorCopyTests
{
    [Fact]
    public void NumbersComeRowByRowHoweverTheTensorLies()
    {
        using var scope = NewDisposeScope();
        var numbers = arange(6, ScalarType.Float32).reshape(2, 3);
        Assert.Equal([0f, 1, 2, 3, 4, 5], numbers.Copied<float>());
        Assert.Equal([0f, 3, 1, 4, 2, 5], numbers.t().Copied<float>());
        Assert.Equal([1L, 2, 4, 5], numbers[TensorIndex.Colon, 1..].to(ScalarType.Int64).Copied<long>());
        Assert.Empty(zeros(0, 3).Copied<float>());
    }
}
