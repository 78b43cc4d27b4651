using Distill.Onnx.Export.Layers;

namespace Distill.Onnx.Export.Folding;

/// <summary>Folds scaling, such as batch normalisation, into the weights of the product before it, where nothing else reads that.</summary>
internal static class BackwardFolding
{
    public static void Apply(LayerGraph graph)
    {
        foreach (var scaling in graph.Operations.OfType<Scaling>().ToList())
        {
            if (graph.Find(scaling.Input) is Weighted product && graph.ReadersOf(product.Name).Count() == 1)
            {
                graph.Replace(product, Fold(product, scaling));
                graph.Remove(scaling);
            }
        }
    }

    private static Weighted Fold(Weighted product, Scaling scaling)
    {
        var (weight, bias) = ((double[])product.Weight.Clone(), (double[])product.Bias.Clone());
        for (var output = 0; output < bias.Length; output++)
        {
            var factor = scaling.FactorOf(output);
            bias[output] = (bias[output] * factor) + scaling.ShiftOf(output);
            foreach (ref var number in weight.AsSpan(output * product.RowLength, product.RowLength))
            {
                number *= factor;
            }
        }

        return product with { Weight = weight, Bias = bias };
    }
}
