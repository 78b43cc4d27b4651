using static TorchSharp.torch;

namespace Distill.Onnx.Export.Layers;

/// <summary>The numbers of a tensor in managed memory.</summary>
internal static class TensorNumbers
{
    /// <summary>Row-major, in double; exact for every float type.</summary>
    public static double[] Of(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return [.. tensor.detach().to(ScalarType.Float64).contiguous().data<double>()];
    }

    /// <summary>The tensor's numbers, or as many times the same one where there is no tensor.</summary>
    public static double[] Of(Tensor? tensor, long count, double otherwise)
    {
        if (tensor is not null)
        {
            return Of(tensor);
        }

        var numbers = new double[count];
        Array.Fill(numbers, otherwise);
        return numbers;
    }
}
