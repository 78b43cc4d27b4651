using Distill.Onnx.Export.Layers;

namespace Distill.Onnx.Export.Writing;

/// <summary>Weights as float32.</summary>
internal sealed class SingleWeights(GraphWriter writer, FloatValues values) : INumberFormat
{
    public string Weight(Weighted layer) => writer.Constant($"{layer.Name}.weight", layer.Weight, layer.WeightShape);

    public string Bias(Weighted layer) => writer.Constant($"{layer.Name}.bias", layer.Bias, layer.Bias.Length);

    public string Rows(BagOfNGrams bag, string rows) => writer.Node(
        "Gather", [writer.Constant($"{bag.Name}.table", bag.Table, bag.Rows, bag.Spec.Dimensions), rows], $"{bag.Name}.rows");

    public string Read(string value, Operation reader) => values.Read(value);
}
