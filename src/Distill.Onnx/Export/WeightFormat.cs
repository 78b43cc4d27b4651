using System.Diagnostics.CodeAnalysis;

namespace Distill.Onnx.Export;

/// <summary>How an exported student keeps its weights.</summary>
public enum WeightFormat
{
    /// <summary>32-bit floats, as the model has them.</summary>
    F32,

    /// <summary>16-bit floats, turned into 32-bit ones when the file is loaded: half the bytes, computation in float32.</summary>
    F16,

    /// <summary>8-bit integers for weights and for the values between layers: a quarter of the bytes, computation in integers.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "What the field calls it.")]
    Int8,

    /// <summary>
    /// 4-bit integers for weights, turned into 32-bit floats when the file is loaded: about an eighth of the bytes of the weights, computation in
    /// float32.
    /// </summary>
    [SuppressMessage("Naming", "CA1720", Justification = "What the field calls it.")]
    Int4,
}
