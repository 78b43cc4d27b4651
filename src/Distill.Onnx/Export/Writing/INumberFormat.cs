using Distill.Onnx.Export.Layers;

namespace Distill.Onnx.Export.Writing;

/// <summary>How weights and values are kept; what it gives are names of float32 tensors.</summary>
internal interface INumberFormat
{
    /// <summary>A layer's weights in their own shape.</summary>
    string Weight(Weighted layer);

    /// <summary>A layer's biases, [outputs].</summary>
    string Bias(Weighted layer);

    /// <summary>Some rows of a table, [texts, rows, dimensions].</summary>
    /// <param name="table">Whose table it is.</param>
    /// <param name="rows">The name of their numbers, [texts, rows] int64.</param>
    string Rows(TextTable table, string rows);

    /// <summary>A value, as a step reads it.</summary>
    string Read(string value, Operation reader);
}
