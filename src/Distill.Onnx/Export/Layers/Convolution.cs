namespace Distill.Onnx.Export.Layers;

/// <summary>A two-dimensional convolution: weights [outputs, inputs / groups, rows, columns], zeros around the image.</summary>
internal sealed record Convolution(
    string Name, IReadOnlyList<string> Inputs, long[] Shape, double[] Weight, double[] Bias, long[] WeightShape, Window Window, long Groups)
    : Weighted(Name, Inputs, Shape, Weight, Bias, WeightShape)
{
    public override bool PadsWithZeros => Window.Padding.Any(padding => padding > 0);

    public override int InputChannel(int index, int channels)
    {
        var (output, inGroup) = (index / RowLength, index % RowLength / (int)(WeightShape[2] * WeightShape[3]));
        return (int)((output * Groups / Bias.Length * WeightShape[1]) + inGroup);
    }
}
