using Distill.Onnx.Export.Layers;
using Distill.Onnx.Export.Quantisation;
using static TorchSharp.torch;

namespace Distill.Onnx.Export.Tuning;

/// <summary>Weights as <see cref="QuantisedNibbles"/> stores them, and biases as they are.</summary>
/// <param name="layer">The step.</param>
internal sealed class Int4Rounding(Weighted layer) : IWeightRounding
{
    public int Block { get; } = QuantisedNibbles.BlockOf(layer.RowLength);

    public (Rounding Weight, Rounding? Bias) Of(Tensor weight, Tensor bias)
    {
        var scale = weight.to(ScalarType.Float64).reshape(-1, Block).abs().amax([1L], keepdim: true).DividedBy(QuantisedNibbles.Largest);
        var factor = QuantisedNibbles.FactorOf(scale.max().item<double>());
        var halves = scale.DividedBy(factor).to(ScalarType.Float16).to(ScalarType.Float64);
        var stored = where(halves.IsAtMost(0), ones_like(halves), halves).Times(factor);
        return (new(stored, 0, -QuantisedNibbles.Largest, QuantisedNibbles.Largest), null);
    }
}
