using Distill.Onnx.Export.Layers;

namespace Distill.Onnx.Export.Quantisation;

/// <summary>
/// Weights as integers from −63 to 63, with a scale for each output channel. Processors without VNNI add the products
/// of two neighbouring bytes in 16 bits and saturate; 2 · 255 · 63 fits, so every machine gives the same logits.
/// </summary>
internal sealed class QuantisedWeights
{
    /// <summary>The largest stored weight.</summary>
    public const int Largest = 63;

    /// <summary>The largest stored bias: far from where 32 bits overflow, also when products are added to it.</summary>
    public const double LargestBias = 1 << 30;

    /// <summary>Below it float32 itself loses digits; weights of such a scale, or of such a product of scales, count as zeros.</summary>
    public const double LeastScale = 1e-30;

    private QuantisedWeights(sbyte[] weight, int[] bias, float[] scale, float[] biasScale) =>
        (Weight, Bias, Scale, BiasScale) = (weight, bias, scale, biasScale);

    /// <summary>Row-major, as the layer's.</summary>
    public sbyte[] Weight { get; }

    /// <summary>One number an output channel, in units of <see cref="BiasScale"/>.</summary>
    public int[] Bias { get; }

    /// <summary>Real weight over stored weight, for each output channel.</summary>
    public float[] Scale { get; }

    /// <summary>That times the scale of the layer's input.</summary>
    public float[] BiasScale { get; }

    /// <summary>Rounds the weights of a layer whose input has the given scale.</summary>
    public static QuantisedWeights Of(Weighted layer, float inputScale)
    {
        var (weight, bias) = (new sbyte[layer.Weight.Length], new int[layer.Bias.Length]);
        var (scale, biasScale) = (new float[bias.Length], new float[bias.Length]);
        for (var output = 0; output < bias.Length; output++)
        {
            var row = layer.Weight.AsSpan(output * layer.RowLength, layer.RowLength);
            scale[output] = ScaleOf(row, layer.Bias[output], inputScale);
            biasScale[output] = scale[output] * inputScale;
            for (var i = 0; i < row.Length; i++)
            {
                weight[(output * layer.RowLength) + i] = (sbyte)Math.Clamp(Math.Round(row[i] / scale[output]), -Largest, Largest);
            }

            bias[output] = (int)Math.Round(layer.Bias[output] / biasScale[output]);
        }

        return new QuantisedWeights(weight, bias, scale, biasScale);
    }

    // A channel with tiny weights and a large bias takes a scale that its bias fits.
    private static float ScaleOf(ReadOnlySpan<double> row, double bias, float inputScale)
    {
        var largest = 0.0;
        foreach (var number in row)
        {
            largest = Math.Max(largest, Math.Abs(number));
        }

        var scale = Math.Max(largest / Largest, Math.Abs(bias) / inputScale / LargestBias);
        return scale * Math.Min(inputScale, 1) > LeastScale ? (float)scale : 1;
    }
}
