using Distill.Onnx.Export.Layers;
using Distill.Onnx.Schema;
using Distill.Runs;
using static Distill.Onnx.Schema.TensorProto.Types;

namespace Distill.Onnx.Export.Writing;

/// <summary>Writes a network as a model of ONNX.</summary>
internal static class ModelWriter
{
    // Opset 17 and the IR version that came with it: whatever runs ONNX since the middle of 2022 reads them, and no
    // operator used here is newer.
    private const int OpsetVersion = 17;
    private const int IrVersion = 8;

    /// <summary>Writes a graph.</summary>
    /// <param name="graph">What to compute.</param>
    /// <param name="options">What is fed and what comes out.</param>
    /// <param name="format">How numbers are kept.</param>
    /// <param name="everyValue">Whether every value is an output, instead of the logits alone.</param>
    public static ModelProto Write(
        LayerGraph graph, OnnxExportOptions options, Func<GraphWriter, FloatValues, INumberFormat> format, bool everyValue = false)
    {
        var writer = new GraphWriter();
        var values = new FloatValues(writer, graph, options.Input);
        var operations = new OperationWriter(writer, values, format(writer, values));
        writer.Graph.Input.Add(GraphWriter.Value(graph.Input, options.Pieces is not null ? DataType.Int64 : options.Input == InputType.U8 ? DataType.Uint8 : DataType.Float, graph.InputShape));
        foreach (var operation in graph.Operations)
        {
            operations.Write(operation);
            if (everyValue || operation.Name == graph.Output)
            {
                writer.Graph.Output.Add(GraphWriter.Value(values.Read(operation.Name), DataType.Float, operation.Shape));
            }
        }

        if (options.Vectors)
        {
            writer.Node("LpNormalization", [ValueNames.Logits], ValueNames.Vector, Attributes.Number("axis", 1), Attributes.Number("p", 2));
            writer.Graph.Output.Insert(0, GraphWriter.Value(ValueNames.Vector, DataType.Float, graph.ShapeOf(graph.Output)));
        }

        if (options.Probabilities)
        {
            WriteProbabilities(writer, graph.ShapeOf(graph.Output), options.Temperature);
        }

        return new ModelProto
        {
            IrVersion = IrVersion,
            OpsetImport = { new OperatorSetIdProto { Version = OpsetVersion } },
            ProducerName = "Distill.NET",
            ProducerVersion = RunVersions.Current().Distill,
            Graph = writer.Graph,
        };
    }

    private static void WriteProbabilities(GraphWriter writer, long[] shape, double temperature)
    {
        var softened = temperature == 1
            ? ValueNames.Logits
            : writer.Node("Div", [ValueNames.Logits, writer.Constant(ValueNames.Temperature, [temperature])], ValueNames.Softened);
        writer.Node("Softmax", [softened], ValueNames.Probabilities, Attributes.Number("axis", 1));
        writer.Graph.Output.Add(GraphWriter.Value(ValueNames.Probabilities, DataType.Float, shape));
    }
}
