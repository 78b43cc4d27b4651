namespace Distill.Onnx.Export.Layers;

/// <summary>A step that reads rows of a table.</summary>
/// <param name="Name">The layer's place in the model.</param>
/// <param name="Inputs">What says which rows.</param>
/// <param name="Shape">The shape of what it makes, without the batch.</param>
/// <param name="Table">Row-major, [rows, dimensions].</param>
/// <param name="Dimensions">Numbers in a row.</param>
internal abstract record TextTable(string Name, IReadOnlyList<string> Inputs, long[] Shape, double[] Table, int Dimensions)
    : Operation(Name, Inputs, Shape)
{
    /// <summary>Rows of the table.</summary>
    public int Rows => Table.Length / Dimensions;
}
