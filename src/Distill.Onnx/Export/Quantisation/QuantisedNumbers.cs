using Distill.Onnx.Export.Layers;
using Distill.Onnx.Export.Writing;
using static Distill.Onnx.Schema.TensorProto.Types;

namespace Distill.Onnx.Export.Quantisation;

/// <summary>
/// Weights and values in 8 bits, written as QDQ: nodes that quantise and dequantise around steps in float32, which
/// ONNX Runtime joins into steps on integers.
/// </summary>
internal sealed class QuantisedNumbers(
    GraphWriter writer, FloatValues values, LayerGraph graph, RoundedValues rounded) : INumberFormat
{
    private readonly Dictionary<string, (string Name, string Scale, string ZeroPoint)> quantised = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QuantisedWeights> weights = new(StringComparer.Ordinal);

    public string Weight(Weighted layer)
    {
        var numbers = weights[layer.Name] = QuantisedWeights.Of(layer, rounded.RangeOf(layer.Input).Scale);
        var name = $"{layer.Name}.weight";
        var stored = writer.Constant<sbyte>($"{name}.i8", DataType.Int8, numbers.Weight, layer.WeightShape);
        var scale = writer.Constant<float>($"{name}.scale", DataType.Float, numbers.Scale, numbers.Scale.Length);
        var zeros = writer.Constant<sbyte>($"{name}.zero", DataType.Int8, new sbyte[numbers.Scale.Length], numbers.Scale.Length);
        return writer.Node("DequantizeLinear", [stored, scale, zeros], name, Attributes.Number("axis", 0));
    }

    public string Bias(Weighted layer)
    {
        var numbers = weights[layer.Name];
        var name = $"{layer.Name}.bias";
        var stored = writer.Constant<int>($"{name}.i32", DataType.Int32, numbers.Bias, numbers.Bias.Length);
        var scale = writer.Constant<float>($"{name}.scale", DataType.Float, numbers.BiasScale, numbers.BiasScale.Length);
        return writer.Node("DequantizeLinear", [stored, scale], name, Attributes.Number("axis", 0));
    }

    public string Rows(TextTable rowsOf, string rows)
    {
        var table = QuantisedTable.Of(rowsOf.Table, rowsOf.Rows, rowsOf.Dimensions);
        var stored = writer.Constant<sbyte>($"{rowsOf.Name}.table.i8", DataType.Int8, table.Numbers, rowsOf.Rows, rowsOf.Dimensions);
        var scales = writer.Constant<float>($"{rowsOf.Name}.table.scale", DataType.Float, table.Scales, rowsOf.Rows, 1);
        var read = writer.Node("Gather", [stored, rows], $"{rowsOf.Name}.rows.i8");
        var widened = writer.Node("Cast", [read], $"{rowsOf.Name}.rows.unscaled", Attributes.Number("to", (long)DataType.Float));
        return writer.Node("Mul", [widened, writer.Node("Gather", [scales, rows], $"{rowsOf.Name}.rows.scale")], $"{rowsOf.Name}.rows");
    }

    public string Read(string value, Operation reader)
    {
        if (!rounded.IsRounded(value, reader))
        {
            return values.Read(value);
        }

        var (name, scale, zeroPoint) = Quantised(value);
        return writer.Node("DequantizeLinear", [name, scale, zeroPoint], $"{value}:{reader.Name}");
    }

    private (string Name, string Scale, string ZeroPoint) Quantised(string value)
    {
        if (quantised.TryGetValue(value, out var known))
        {
            return known;
        }

        var range = rounded.RangeOf(value);
        var scale = writer.Constant($"{value}.scale", [range.Scale]);
        var zeroPoint = writer.Constant<byte>($"{value}.zero", DataType.Uint8, [range.ZeroPoint]);
        // Bytes that are fed are the stored numbers.
        var name = value == graph.Input && values.FedBytes
            ? value
            : writer.Node("QuantizeLinear", [values.Read(value), scale, zeroPoint], $"{value}.u8");
        return quantised[value] = (name, scale, zeroPoint);
    }
}
