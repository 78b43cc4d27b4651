using Distill.Onnx.Export.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Onnx.Export.Tuning;

/// <summary>
/// A product or a convolution whose weights and biases are rounded in each step as its file stores them. What learns are the weights before
/// rounding, in a unit of the layer's own: what was folded into them, such as pixels up to 255, would make an optimiser's steps far too long or
/// short.
/// </summary>
internal sealed class RoundedLayer : nn.Module<Tensor, Tensor>
{
    private readonly Weighted layer;
    private readonly IWeightRounding rounding;
    private readonly double unit;
    private readonly Parameter weight;
    private readonly Parameter bias;

    /// <param name="layer">The step, with the weights to begin with.</param>
    /// <param name="rounding">How the file rounds them.</param>
    public RoundedLayer(Weighted layer, IWeightRounding rounding)
        : base(nameof(RoundedLayer))
    {
        (this.layer, this.rounding, unit) = (layer, rounding, UnitOf(layer));
        weight = new Parameter(tensor([.. layer.Weight.Select(number => number / unit)], layer.WeightShape, ScalarType.Float32));
        bias = new Parameter(tensor(layer.Bias, [layer.Bias.Length], ScalarType.Float32));
        RegisterComponents();
    }

    /// <summary>The step with the weights as they are now, before rounding.</summary>
    public Weighted Trained() => layer with { Weight = [.. TensorNumbers.Of(weight).Select(number => number * unit)], Bias = TensorNumbers.Of(bias) };

    /// <param name="input">As the file reads it, of the step's input shape.</param>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var whole = weight.Times(unit);
        var (ofWeight, ofBias) = Roundings(whole);
        var rounded = RoundedTensor.Of(whole.view(-1, rounding.Block), ofWeight).view(layer.WeightShape);
        var added = ofBias is null ? bias : RoundedTensor.Of(bias, ofBias);
        var answer = layer is Layers.Convolution { Window: var window } convolution
            ? nn.functional.conv2d(input, rounded, added, window.Stride, window.Padding, window.Dilation, convolution.Groups)
            : nn.functional.linear(input, rounded, added);
        return answer.MoveToOuterDisposeScope();
    }

    private (Rounding Weight, Rounding? Bias) Roundings(Tensor whole)
    {
        using var quiet = no_grad();
        return rounding.Of(whole.detach(), bias.detach());
    }

    // Weights are then about as large as first weights are drawn. A power of two rounds nothing.
    private static double UnitOf(Weighted layer)
    {
        var size = Math.Sqrt(layer.Weight.Average(number => number * number) * layer.RowLength);
        return size > 0 && double.IsFinite(size) ? Math.Pow(2, Math.Round(Math.Log2(size))) : 1;
    }
}
