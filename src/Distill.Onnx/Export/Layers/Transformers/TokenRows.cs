using Distill.Models;

namespace Distill.Onnx.Export.Layers;

/// <summary>Pieces of texts to the sums of two rows, that of the piece and that of its place: [dimensions] for each place of the batch's texts.</summary>
/// <param name="Name">The layer's place in the model.</param>
/// <param name="Inputs">The pieces' numbers, [batch, pieces] int64, filled up with that of the padding.</param>
/// <param name="Spec">The longest text that is read.</param>
/// <param name="Table">Row-major, [rows, dimensions].</param>
/// <param name="Places">The rows of the places in a text.</param>
internal sealed record TokenRows(string Name, IReadOnlyList<string> Inputs, TransformerSpec Spec, double[] Table, PlaceRows Places)
    : TextTable(Name, Inputs, [Spec.Width], Table, Spec.Width);
