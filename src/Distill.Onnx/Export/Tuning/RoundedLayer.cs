using Distill.Onnx.Export.Layers;
using Distill.Onnx.Export.Quantisation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Onnx.Export.Tuning;

/// <summary>
/// A product or a convolution whose weights and biases are rounded in each step as <see cref="QuantisedWeights"/> stores them. What learns are
/// the weights before rounding, in a unit of the layer's own: what was folded into them, such as pixels up to 255, would make an optimiser's steps
/// far too long or short.
/// </summary>
internal sealed class RoundedLayer : nn.Module<Tensor, Tensor>
{
    private readonly Weighted layer;
    private readonly float inputScale;
    private readonly double unit;
    private readonly Parameter weight;
    private readonly Parameter bias;

    /// <param name="layer">The step, with the weights to begin with.</param>
    /// <param name="inputScale">The distance of two neighbouring numbers of its input.</param>
    public RoundedLayer(Weighted layer, float inputScale)
        : base(nameof(RoundedLayer))
    {
        (this.layer, this.inputScale, unit) = (layer, inputScale, UnitOf(layer));
        weight = new Parameter(tensor([.. layer.Weight.Select(number => number / unit)], layer.WeightShape, ScalarType.Float32));
        bias = new Parameter(tensor(layer.Bias, [layer.Bias.Length], ScalarType.Float32));
        RegisterComponents();
    }

    /// <summary>The step with the weights as they are now, before rounding.</summary>
    public Weighted Trained() => layer with { Weight = [.. TensorNumbers.Of(weight).Select(number => number * unit)], Bias = TensorNumbers.Of(bias) };

    /// <param name="input">Rounded, of the step's input shape.</param>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var whole = weight.Times(unit);
        var scales = Scales(whole);
        var ofBias = scales.to(ScalarType.Float32).Times(inputScale).to(ScalarType.Float64);
        var rounded = RoundedTensor.Of(whole, new(scales.view([-1, .. Enumerable.Repeat(1L, layer.WeightShape.Length - 1)]), 0, -QuantisedWeights.Largest, QuantisedWeights.Largest));
        // A bias larger than its range makes its channel's scale larger, so that it is never cut off.
        var added = RoundedTensor.Of(bias, new(ofBias, 0, int.MinValue, int.MaxValue));
        var answer = layer is Layers.Convolution { Window: var window } convolution
            ? nn.functional.conv2d(input, rounded, added, window.Stride, window.Padding, window.Dilation, convolution.Groups)
            : nn.functional.linear(input, rounded, added);
        return answer.MoveToOuterDisposeScope();
    }

    // In double precision, as the file's are worked out.
    private Tensor Scales(Tensor whole)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var largest = whole.detach().to(ScalarType.Float64).reshape(layer.Bias.Length, -1).abs().amax([1L]);
        var needed = bias.detach().to(ScalarType.Float64).abs().DividedBy(inputScale).DividedBy(QuantisedWeights.LargestBias);
        var scale = maximum(largest.DividedBy(QuantisedWeights.Largest), needed);
        var counts = scale.Times(Math.Min(inputScale, 1)).IsAtMost(QuantisedWeights.LeastScale);
        return where(counts, ones_like(scale), scale).to(ScalarType.Float32).to(ScalarType.Float64).MoveToOuterDisposeScope();
    }

    // Weights are then about as large as first weights are drawn. A power of two rounds nothing.
    private static double UnitOf(Weighted layer)
    {
        var size = Math.Sqrt(layer.Weight.Average(number => number * number) * layer.RowLength);
        return size > 0 && double.IsFinite(size) ? Math.Pow(2, Math.Round(Math.Log2(size))) : 1;
    }
}
