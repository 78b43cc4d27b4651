using static TorchSharp.torch;

namespace Distill.Onnx.Export.Tuning;

/// <summary>How a file rounds the weights of a layer, as tensors.</summary>
internal interface IWeightRounding
{
    /// <summary>How weights are rounded.</summary>
    /// <param name="weight">[outputs, …], without gradients.</param>
    /// <param name="bias">[outputs], without gradients.</param>
    /// <returns>How weights of the shape that they are rounded in, [blocks, size], and biases; null for biases that stay as they are.</returns>
    (Rounding Weight, Rounding? Bias) Of(Tensor weight, Tensor bias);

    /// <summary>How many neighbours in a row share a scale.</summary>
    int Block { get; }
}
