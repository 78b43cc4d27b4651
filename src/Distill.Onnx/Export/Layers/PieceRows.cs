using Distill.Models;

namespace Distill.Onnx.Export.Layers;

/// <summary>
/// Pieces of texts to the rows of a table: pooled to [dimensions], or, under convolutions, one behind the other, [dimensions, pieces, 1].
/// </summary>
/// <param name="Name">The layer's place in the model.</param>
/// <param name="Inputs">The pieces' numbers, [batch, pieces] int64, filled up with that of the padding.</param>
/// <param name="Spec">How rows are pooled, and the longest text that is read.</param>
/// <param name="Table">Row-major, [rows, dimensions]; the row of the padding holds zeros.</param>
/// <param name="Padding">The row of the padding.</param>
internal sealed record PieceRows(string Name, IReadOnlyList<string> Inputs, WordPieceSpec Spec, double[] Table, int Padding)
    : TextTable(Name, Inputs, Spec.Kernels.Count == 0 ? [Spec.Dimensions] : [Spec.Dimensions, PiecesShape, 1], Table, Spec.Dimensions)
{
    /// <summary>Stands in a shape for as many pieces as the longest text has.</summary>
    public const long PiecesShape = -2;
}
