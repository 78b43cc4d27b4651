namespace Distill.Onnx.Export.Quantisation;

/// <summary>How the range of a value between two layers is chosen from what calibration examples gave.</summary>
public enum Clipping
{
    /// <summary>From the smallest to the largest that occurred.</summary>
    MinMax,

    /// <summary>The range of least mean squared error, rounding inside it and clipping outside taken together.</summary>
    LeastSquares,
}
