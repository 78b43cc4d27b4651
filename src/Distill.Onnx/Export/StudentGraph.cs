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
        var asTheyAre = options.AsTheyAre(model.Input);
        var graph = new LayerGraph(
            asTheyAre ? ValueNames.Features : ValueNames.Pixels,
            model.Input.IsFeatures ? [model.Input.Channels] : [model.Input.Channels, model.Input.Height, model.Input.Width]);
        var normalised = graph.Add(Normalise(model.Normalisation, asTheyAre ? 1 : options.Range == PixelRange.Byte ? 255 : 1, graph));
        var output = new LayerTranslator(graph).Translate(model.Network, "", normalised);
        if (graph.Operations.Count == 1 || graph.ShapeOf(output) is not [var classes] || classes != model.Classes)
        {
            throw new DistillException($"The network ends with [batch, {string.Join(", ", graph.ShapeOf(output))}]; expected [batch, {model.Classes}], a logit for each class.");
        }

        BackwardFolding.Apply(graph);
        // Features of different size share one 8-bit range only after normalisation.
        if (!(asTheyAre && options.Weights == WeightFormat.Int8))
        {
            ForwardFolding.Apply(graph);
        }

        foreach (var idle in graph.Operations.OfType<Scaling>().Where(scaling => scaling.IsIdentity).ToList())
        {
            graph.Remove(idle);
        }

        foreach (var layer in graph.Operations.OfType<Weighted>())
        {
            if (!layer.Weight.Concat(layer.Bias).All(number => float.IsFinite((float)number)))
            {
                throw new DistillException($"The layer '{layer.Name}' has weights that are not finite; the model cannot be exported.");
            }
        }

        return graph;
    }

    private static Scaling Normalise(Normalisation normalisation, double white, LayerGraph graph) => new(
        graph.Unused("normalised"),
        [graph.Input],
        graph.InputShape,
        [.. normalisation.StandardDeviation.Select(deviation => 1 / (white * deviation))],
        [.. normalisation.Mean.Zip(normalisation.StandardDeviation, (mean, deviation) => -mean / deviation)]);
}
