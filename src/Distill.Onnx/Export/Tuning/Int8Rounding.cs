using Distill.Onnx.Export.Layers;
using Distill.Onnx.Export.Quantisation;
using static TorchSharp.torch;

namespace Distill.Onnx.Export.Tuning;

/// <summary>Weights and biases as <see cref="QuantisedWeights"/> stores them.</summary>
/// <param name="layer">The step.</param>
/// <param name="inputScale">The distance of two neighbouring numbers of its input.</param>
internal sealed class Int8Rounding(Weighted layer, float inputScale) : IWeightRounding
{
    public int Block => layer.RowLength;

    // In double precision, as the file's are worked out.
    public (Rounding Weight, Rounding? Bias) Of(Tensor weight, Tensor bias)
    {
        var largest = weight.to(ScalarType.Float64).reshape(layer.Bias.Length, -1).abs().amax([1L]);
        var needed = bias.to(ScalarType.Float64).abs().DividedBy(inputScale).DividedBy(QuantisedWeights.LargestBias);
        var scale = maximum(largest.DividedBy(QuantisedWeights.Largest), needed);
        var vanishes = scale.Times(Math.Min(inputScale, 1)).IsAtMost(QuantisedWeights.LeastScale);
        var stored = where(vanishes, ones_like(scale), scale).to(ScalarType.Float32);
        // A bias larger than its range makes its channel's scale larger, so that it is never cut off.
        return (
            new(stored.to(ScalarType.Float64).view(-1, 1), 0, -QuantisedWeights.Largest, QuantisedWeights.Largest),
            new(stored.Times(inputScale).to(ScalarType.Float64), 0, int.MinValue, int.MaxValue));
    }
}
