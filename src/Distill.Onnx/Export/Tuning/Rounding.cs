using static TorchSharp.torch;

namespace Distill.Onnx.Export.Tuning;

/// <summary>How numbers are rounded: to the nearest multiple of a scale within bounds, counted from a zero point.</summary>
/// <param name="Scale">The distance of two neighbouring numbers, in the type that rounding computes in; a shape that stretches over the numbers.</param>
/// <param name="ZeroPoint">What stands for 0.</param>
/// <param name="Least">The smallest stored number.</param>
/// <param name="Most">The largest stored number.</param>
internal sealed record Rounding(Tensor Scale, double ZeroPoint, double Least, double Most);
