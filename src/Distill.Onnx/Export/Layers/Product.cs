namespace Distill.Onnx.Export.Layers;

/// <summary>A linear layer: weights [outputs, inputs].</summary>
internal sealed record Product(string Name, IReadOnlyList<string> Inputs, double[] Weight, double[] Bias)
    : Weighted(Name, Inputs, [Bias.Length], Weight, Bias, [Bias.Length, Weight.Length / Bias.Length])
{
    public override int InputChannel(int index, int channels) => (int)((long)(index % RowLength) * channels / RowLength);
}
