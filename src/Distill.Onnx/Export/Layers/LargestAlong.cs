using Distill.Models;

namespace Distill.Onnx.Export.Layers;

/// <summary>The largest value, 0 or more, of each unit of some convolutions at the pieces of a text, one convolution after the other.</summary>
/// <param name="Name">Its place in the model.</param>
/// <param name="Inputs">The convolutions' values, [units, pieces, 1] or one more piece for even kernels, and last the pieces' numbers.</param>
/// <param name="Spec">The kernels, in the order of the inputs, and the longest text that is read.</param>
/// <param name="Padding">The number that fills up shorter texts.</param>
internal sealed record LargestAlong(string Name, IReadOnlyList<string> Inputs, WordPieceSpec Spec, int Padding)
    : Operation(Name, Inputs, [Spec.Filters * Spec.Kernels.Count]);
