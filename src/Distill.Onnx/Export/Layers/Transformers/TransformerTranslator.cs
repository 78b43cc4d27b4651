using Distill.Models.Networks;
using Distill.Runs;
using TorchSharp.Modules;

namespace Distill.Onnx.Export.Layers;

/// <summary>
/// Adds the steps of a transformer. Between its first step and the pooling a value has a row for each place of the batch's texts, padding
/// included, so that products are those of vectors.
/// </summary>
/// <param name="graph">Where steps go.</param>
/// <param name="layers">Translates products.</param>
internal sealed class TransformerTranslator(LayerGraph graph, LayerTranslator layers)
{
    /// <summary>Adds the steps.</summary>
    /// <param name="layer">The transformer.</param>
    /// <param name="name">Its place in the model.</param>
    /// <param name="input">The pieces' numbers.</param>
    /// <returns>The pooled vectors.</returns>
    /// <exception cref="DistillException">It is not the first layer.</exception>
    public string Translate(PieceTransformer layer, string name, string input)
    {
        if (input != graph.Input)
        {
            throw new DistillException($"The layer '{name}' reads texts, but is not the first layer.");
        }

        var (spec, padding) = (layer.Spec, layer.Vocabulary.PaddingRow);
        var places = new PlaceRows($"{name}.places", TensorNumbers.Of(layer.Tables[1]), spec.Width);
        var rows = graph.Add(new TokenRows(name, [input], spec, TensorNumbers.Of(layer.Table), places));
        var vectors = graph.Add(Norm(layer.Norm, $"{name}.norm", spec.LeastVariance, rows));
        foreach (var (number, part) in layer.Layers.Index())
        {
            var below = $"{name}.layers.{number}";
            var mixed = Product(part.Projection, $"{below}.projection", vectors);
            var attended = graph.Add(new HeadAttention(graph.Unused($"{below}.attention"), [mixed, input], spec, padding));
            var middle = graph.Add(Norm(part.Norm1, $"{below}.norm1", spec.LeastVariance, vectors, Product(part.Output, $"{below}.output", attended)));
            var inner = Product(part.Inner, $"{below}.inner", middle);
            var active = graph.Add(new ErrorLinear(graph.Unused($"{below}.gelu"), [inner], graph.ShapeOf(inner)));
            vectors = graph.Add(Norm(part.Norm2, $"{below}.norm2", spec.LeastVariance, middle, Product(part.Outer, $"{below}.outer", active)));
        }

        return graph.Add(new PooledTokens(graph.Unused($"{name}.pooled"), [vectors, input], spec, padding));
    }

    private string Product(Linear layer, string name, string input) => graph.Add(layers.Linear(layer, graph.Unused(name), input));

    private NormalisedSum Norm(LayerNorm norm, string name, double epsilon, params IReadOnlyList<string> inputs) =>
        new(graph.Unused(name), inputs, TensorNumbers.Of(norm.weight!), TensorNumbers.Of(norm.bias!), epsilon);
}
