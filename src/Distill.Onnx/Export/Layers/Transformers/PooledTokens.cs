using Distill.Models;

namespace Distill.Onnx.Export.Layers;

/// <summary>The vectors of a text's pieces as one.</summary>
/// <param name="Name">The layer's place in the model.</param>
/// <param name="Inputs">The vectors, and the pieces' numbers.</param>
/// <param name="Spec">How they are pooled, and the longest text that is read.</param>
/// <param name="Padding">The number that fills up shorter texts.</param>
internal sealed record PooledTokens(string Name, IReadOnlyList<string> Inputs, TransformerSpec Spec, int Padding) : Operation(Name, Inputs, [Spec.Width])
{
    public override bool IsExact => true;
}
