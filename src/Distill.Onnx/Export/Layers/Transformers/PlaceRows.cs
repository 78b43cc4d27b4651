namespace Distill.Onnx.Export.Layers;

/// <summary>The table of the places in a text, which is a part of <see cref="TokenRows"/> and no step by itself.</summary>
/// <param name="Name">The layer's place in the model.</param>
/// <param name="Table">Row-major, [places, dimensions].</param>
/// <param name="Dimensions">Numbers in a row.</param>
internal sealed record PlaceRows(string Name, double[] Table, int Dimensions) : TextTable(Name, [], [Dimensions], Table, Dimensions);
