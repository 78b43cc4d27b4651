namespace Distill.Onnx.Export.Layers;

/// <summary>
/// A product with weights, in double so that whatever is folded into them is rounded once, when they are written.
/// </summary>
/// <param name="Name">The layer's place in the model.</param>
/// <param name="Inputs">The value that it reads.</param>
/// <param name="Shape">The shape of what it makes, without the batch.</param>
/// <param name="Weight">Row-major, a row for each output channel.</param>
/// <param name="Bias">One number an output channel.</param>
/// <param name="WeightShape">[outputs, …].</param>
internal abstract record Weighted(
    string Name, IReadOnlyList<string> Inputs, long[] Shape, double[] Weight, double[] Bias, long[] WeightShape)
    : Operation(Name, Inputs, Shape)
{
    /// <summary>Numbers in the weights of one output channel.</summary>
    public int RowLength => Weight.Length / Bias.Length;

    /// <summary>Whether what lies outside the input, and is not scaled, takes part as zeros.</summary>
    public virtual bool PadsWithZeros => false;

    /// <summary>The input channel that a number of the weights multiplies.</summary>
    /// <param name="index">Its index in <see cref="Weight"/>.</param>
    /// <param name="channels">How many channels the scaled value has; a flattened image has several columns for each.</param>
    public abstract int InputChannel(int index, int channels);
}
