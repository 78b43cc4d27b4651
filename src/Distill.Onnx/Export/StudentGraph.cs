using Distill.Models;
using Distill.Onnx.Export.Folding;
using Distill.Onnx.Export.Layers;
using Distill.Runs;

namespace Distill.Onnx.Export;

/// <summary>A student from what an application feeds to logits, with normalisation and batch normalisation folded into weights.</summary>
internal static class StudentGraph
{
    /// <exception cref="DistillException">A layer cannot be exported, or the network does not end with the classes.</exception>
    public static LayerGraph Of(Classifier model, OnnxExportOptions options)
    {
        if (options.Texts)
        {
            return OfTexts(model, options);
        }

        var asTheyAre = options.AsTheyAre(model.Input);
        var graph = new LayerGraph(
            asTheyAre ? ValueNames.Features : ValueNames.Pixels,
            model.Input.IsFeatures ? [model.Input.Channels] : [model.Input.Channels, model.Input.Height, model.Input.Width]);
        var normalised = graph.Add(Normalise(model.Normalisation, asTheyAre ? 1 : options.Range == PixelRange.Byte ? 255 : 1, graph));
        var output = new LayerTranslator(graph).Translate(model.Network, "", normalised);
        RequireLogits(model, graph, output, fewest: 2);
        BackwardFolding.Apply(graph);
        // Features of different size share one range of integers only after normalisation, and so do their weights.
        if (!(asTheyAre && options.Weights is WeightFormat.Int8 or WeightFormat.Int4))
        {
            ForwardFolding.Apply(graph);
        }

        foreach (var idle in graph.Operations.OfType<Scaling>().Where(scaling => scaling.IsIdentity).ToList())
        {
            graph.Remove(idle);
        }

        RequireFinite(graph);
        return graph;
    }

    private static LayerGraph OfTexts(Classifier model, OnnxExportOptions options)
    {
        var graph = options.Pieces is null ? new LayerGraph(ValueNames.Text, [-1]) : new LayerGraph(ValueNames.Pieces, [PieceRows.PiecesShape]);
        var output = new LayerTranslator(graph, model.Input.Size).Translate(model.Network, "", graph.Input);
        RequireLogits(model, graph, output, fewest: 1);
        RequireFinite(graph);
        return graph;
    }

    private static void RequireLogits(Classifier model, LayerGraph graph, string output, int fewest)
    {
        if (graph.Operations.Count < fewest || graph.ShapeOf(output) is not [var classes] || classes != model.Classes)
        {
            throw new DistillException($"The network ends with [batch, {string.Join(", ", graph.ShapeOf(output))}]; expected [batch, {model.Classes}], a logit for each class.");
        }
    }

    private static void RequireFinite(LayerGraph graph)
    {
        foreach (var operation in graph.Operations)
        {
            var numbers = operation switch { Weighted layer => layer.Weight.Concat(layer.Bias), TokenRows tokens => tokens.Table.Concat(tokens.Places.Table), TextTable table => table.Table, NormalisedSum sum => sum.Factor.Concat(sum.Shift), _ => [] };
            if (!numbers.All(number => float.IsFinite((float)number)))
            {
                throw new DistillException($"The layer '{operation.Name}' has weights that are not finite; the model cannot be exported.");
            }
        }
    }

    private static Scaling Normalise(Normalisation normalisation, double white, LayerGraph graph) => new(
        graph.Unused("normalised"),
        [graph.Input],
        graph.InputShape,
        [.. normalisation.StandardDeviation.Select(deviation => 1 / (white * deviation))],
        [.. normalisation.Mean.Zip(normalisation.StandardDeviation, (mean, deviation) => -mean / deviation)]);
}
