using Distill.Onnx.Export.Layers;

namespace Distill.Onnx.Export.Writing;

/// <summary>How weights and values are kept; what it gives are names of float32 tensors.</summary>
internal interface INumberFormat
{
    /// <summary>A layer's weights in their own shape.</summary>
    string Weight(Weighted layer);

    /// <summary>A layer's biases, [outputs].</summary>
    string Bias(Weighted layer);

    /// <summary>A value, as a step reads it.</summary>
    string Read(string value, Operation reader);
}
