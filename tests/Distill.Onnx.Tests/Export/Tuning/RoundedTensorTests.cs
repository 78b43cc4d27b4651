using Distill.Onnx.Export.Tuning;
using static TorchSharp.torch;

namespace Distill.Onnx.Tests.Export.Tuning;

public sealed class RoundedTensorTests
{
    [Fact]
    public void NumbersAreThoseOfTheirNearestIntegersAndHalvesAreEven()
    {
        using var scope = NewDisposeScope();
        var numbers = tensor([-1f, -0.26f, -0.25f, 0f, 0.24f, 0.25f, 0.75f, 1.24f, 9f]);
        // Steps of a half from −0.5 on: 0 to 3 stand for −0.5, 0, 0.5, 1.
        var rounded = RoundedTensor.Of(numbers, new(tensor(0.5f), 1, 0, 3));
        Assert.Equal([-0.5f, -0.5f, 0f, 0f, 0f, 0f, 1f, 1f, 1f], rounded.data<float>().ToArray());
    }

    [Fact]
    public void GradientsPassUnlessANumberWasCutOff()
    {
        using var scope = NewDisposeScope();
        var numbers = tensor([-1f, -0.3f, 0.1f, 1.2f, 9f]).requires_grad_(true);
        using var rounded = RoundedTensor.Of(numbers, new(tensor(0.5f), 1, 0, 3));
        rounded.backward([tensor([1f, 2f, 3f, 4f, 5f])]);
        Assert.Equal([0f, 2f, 3f, 4f, 0f], numbers.grad!.data<float>().ToArray());
    }

    [Fact]
    public void EachRowHasItsOwnScale()
    {
        using var scope = NewDisposeScope();
        var weights = tensor(new double[,] { { 0.4, -1 }, { 40, -100 } });
        var rounded = RoundedTensor.Of(weights, new(tensor([0.25, 25.0]).view(2, 1), 0, -3, 3));
        Assert.Equal([0.5, -0.75, 50, -75], rounded.data<double>().ToArray());
    }
}
