using Distill.Onnx.Export.Layers;
using static Distill.Onnx.Schema.TensorProto.Types;

namespace Distill.Onnx.Export.Writing;

/// <summary>The names of a graph's values as float32; bytes are turned into floats when they are first read as such.</summary>
internal sealed class FloatValues(GraphWriter writer, LayerGraph graph, InputType input)
{
    private string? converted;

    /// <summary>Whether the application feeds bytes.</summary>
    public bool FedBytes => input == InputType.U8;

    public string Read(string value) =>
        value == graph.Input && FedBytes ? converted ??= Convert()
        : value == graph.Output ? ValueNames.Logits
        : value;

    private string Convert() =>
        writer.Node("Cast", [graph.Input], graph.Unused($"{graph.Input}.float"), Attributes.Number("to", (long)DataType.Float));
}
