using Distill.Onnx.Export.Layers;
using Distill.Onnx.Export.Writing;
using static Distill.Onnx.Schema.TensorProto.Types;

namespace Distill.Onnx.Export.Quantisation;

/// <summary>
/// Weights in 4 bits, turned into float32 by nodes that ONNX Runtime works out once, when it loads the file. Biases, which are few, stay
/// float32.
/// </summary>
internal sealed class NibbleWeights(GraphWriter writer, FloatValues values) : INumberFormat
{
    public string Weight(Weighted layer) => Unpacked($"{layer.Name}.weight", layer.Weight, layer.RowLength, layer.WeightShape);

    public string Bias(Weighted layer) => writer.Constant($"{layer.Name}.bias", layer.Bias, layer.Bias.Length);

    public string Rows(TextTable table, string rows)
    {
        var whole = Unpacked($"{table.Name}.table", table.Table, table.Dimensions, table.Rows, table.Dimensions);
        return writer.Node("Gather", [whole, rows], $"{table.Name}.rows");
    }

    public string Read(string value, Operation reader) => values.Read(value);

    private string Unpacked(string name, double[] numbers, int rowLength, params long[] shape)
    {
        var nibbles = QuantisedNibbles.Of(numbers, rowLength);
        var packed = writer.Constant<byte>($"{name}.i4", DataType.Uint8, nibbles.Packed, nibbles.Packed.Length);
        // Integers of 32 bits are the smallest that ONNX divides everywhere.
        var bytes = writer.Node("Cast", [packed], $"{name}.bytes", Attributes.Number("to", (long)DataType.Int32));
        var sixteen = writer.Constant<int>($"{name}.16", DataType.Int32, [16]);
        var upper = writer.Node("Div", [bytes, sixteen], $"{name}.upper");
        var lower = writer.Node("Sub", [bytes, writer.Node("Mul", [upper, sixteen], $"{name}.rest")], $"{name}.lower");
        var stored = writer.Node("Concat", [lower, upper], $"{name}.both", Attributes.Number("axis", 0));
        if (numbers.Length % 2 != 0)
        {
            stored = writer.Node("Slice", [stored, Index($"{name}.from", 0), Index($"{name}.to", numbers.Length)], $"{name}.all");
        }

        var blocks = writer.Node("Reshape", [stored, Index($"{name}.blocks", nibbles.Scales.Length, nibbles.Block)], $"{name}.stored");
        var widened = writer.Node("Cast", [blocks], $"{name}.float", Attributes.Number("to", (long)DataType.Float));
        var signed = writer.Node("Sub", [widened, writer.Constant($"{name}.offset", [QuantisedNibbles.Offset])], $"{name}.signed");
        var halves = writer.Constant<Half>($"{name}.scale.half", DataType.Float16, nibbles.Scales, nibbles.Scales.Length, 1);
        var scales = writer.Node("Cast", [halves], $"{name}.scale", Attributes.Number("to", (long)DataType.Float));
        var unscaled = writer.Node("Mul", [signed, scales], $"{name}.unscaled");
        var scaled = nibbles.Factor == 1 ? unscaled : writer.Node("Mul", [unscaled, writer.Constant($"{name}.factor", [nibbles.Factor])], $"{name}.scaled");
        return writer.Node("Reshape", [scaled, Index($"{name}.shape", shape)], name);
    }

    private string Index(string name, params ReadOnlySpan<long> numbers) => writer.Constant(name, DataType.Int64, numbers, numbers.Length);
}
