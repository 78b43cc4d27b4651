using Distill.Models;

namespace Distill.Onnx.Export.Layers;

/// <summary>Texts to vectors: the rows of a table that their n-grams name, pooled.</summary>
/// <param name="Name">The layer's place in the model.</param>
/// <param name="Inputs">The texts, [batch, bytes] uint8.</param>
/// <param name="Spec">The n-grams and how rows are pooled.</param>
/// <param name="Bytes">The longest text that is read; what goes beyond is cut off.</param>
/// <param name="Table">Row-major, [rows, dimensions]; the last row holds zeros, for where there is no n-gram.</param>
internal sealed record BagOfNGrams(string Name, IReadOnlyList<string> Inputs, BagSpec Spec, long Bytes, double[] Table)
    : TextTable(Name, Inputs, [Spec.Dimensions], Table, Spec.Dimensions);
