using Distill.Onnx.Export.Layers;

namespace Distill.Onnx.Export.Folding;

/// <summary>
/// Folds the scaling of the network's input into the weights of the product that reads it. Where a convolution pads the
/// image with zeros, they are zeros after scaling: the shift stays a step of its own, before the padding, and only the
/// factor is folded.
/// </summary>
internal static class ForwardFolding
{
    public static void Apply(LayerGraph graph)
    {
        if (graph.Operations is not [Scaling scaling, ..] || Product(graph, scaling) is not { } product)
        {
            return;
        }

        var channels = (int)scaling.Shape[0];
        graph.Replace(product, product.PadsWithZeros ? FoldFactor(product, scaling, channels) : Fold(product, scaling, channels));
        if (product.PadsWithZeros)
        {
            var centred = Enumerable.Range(0, scaling.Shift.Length).Select(i => scaling.Shift[i] / scaling.Factor[i]);
            graph.Replace(scaling, scaling with { Factor = [1], Shift = [.. centred] });
        }
        else
        {
            graph.Remove(scaling);
        }
    }

    // The only reader, perhaps behind a flattening, which keeps the order of channels.
    private static Weighted? Product(LayerGraph graph, Operation before) => graph.ReadersOf(before.Name).ToList() switch
    {
        [Weighted product] => product,
        [Flattening flattening] => Product(graph, flattening),
        _ => null,
    };

    private static Weighted FoldFactor(Weighted product, Scaling scaling, int channels)
    {
        var weight = (double[])product.Weight.Clone();
        for (var i = 0; i < weight.Length; i++)
        {
            weight[i] *= scaling.FactorOf(product.InputChannel(i, channels));
        }

        return product with { Weight = weight };
    }

    private static Weighted Fold(Weighted product, Scaling scaling, int channels)
    {
        var bias = (double[])product.Bias.Clone();
        for (var i = 0; i < product.Weight.Length; i++)
        {
            bias[i / product.RowLength] += product.Weight[i] * scaling.ShiftOf(product.InputChannel(i, channels));
        }

        return FoldFactor(product, scaling, channels) with { Bias = bias };
    }
}
