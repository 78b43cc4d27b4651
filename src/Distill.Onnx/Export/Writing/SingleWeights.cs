using Distill.Onnx.Export.Layers;

namespace Distill.Onnx.Export.Writing;

/// <summary>Weights as float32.</summary>
internal sealed class SingleWeights(GraphWriter writer, FloatValues values) : INumberFormat
{
    public string Weight(Weighted layer) => writer.Constant($"{layer.Name}.weight", layer.Weight, layer.WeightShape);

    public string Bias(Weighted layer) => writer.Constant($"{layer.Name}.bias", layer.Bias, layer.Bias.Length);

    public string Rows(TextTable table, string rows) => writer.Node(
        "Gather", [writer.Constant($"{table.Name}.table", table.Table, table.Rows, table.Dimensions), rows], $"{table.Name}.rows");

    public string Read(string value, Operation reader) => values.Read(value);
}
