using Distill.Models;

namespace Distill.Onnx.Export.Layers;

/// <summary>Attention of the pieces of each text: [3 × dimensions] of queries, keys and values to [dimensions].</summary>
/// <param name="Name">The layer's place in the model.</param>
/// <param name="Inputs">The queries, keys and values, and the pieces' numbers.</param>
/// <param name="Spec">The heads, and the longest text that is read.</param>
/// <param name="Padding">The number that fills up shorter texts.</param>
internal sealed record HeadAttention(string Name, IReadOnlyList<string> Inputs, TransformerSpec Spec, int Padding) : Operation(Name, Inputs, [Spec.Width])
{
    public override bool IsExact => true;
}
