using Distill.Onnx.Export.Layers;
using static Distill.Onnx.Schema.TensorProto.Types;

namespace Distill.Onnx.Export.Writing;

/// <summary>
/// Weights as float16, turned into float32 by nodes that ONNX Runtime works out once, when it loads the file. Biases,
/// which are few, stay float32.
/// </summary>
internal sealed class HalfWeights(GraphWriter writer, FloatValues values) : INumberFormat
{
    // Beyond it a half is infinite; below the other the numbers of a layer begin to lose digits.
    private const double Largest = 65504;
    private const double LeastMaximum = 1.0 / 64;

    public string Weight(Weighted layer)
    {
        var exponent = Exponent(layer.Weight.Max(Math.Abs));
        var scale = Math.ScaleB(1, exponent);
        var halves = layer.Weight.Select(number => (Half)(number / scale)).ToArray();
        var name = $"{layer.Name}.weight";
        var stored = writer.Constant<Half>($"{name}.half", DataType.Float16, halves, layer.WeightShape);
        if (exponent == 0)
        {
            return writer.Node("Cast", [stored], name, Attributes.Number("to", (long)DataType.Float));
        }

        var widened = writer.Node("Cast", [stored], $"{name}.unscaled", Attributes.Number("to", (long)DataType.Float));
        return writer.Node("Mul", [widened, writer.Constant($"{name}.scale", [scale])], name);
    }

    public string Bias(Weighted layer) => writer.Constant($"{layer.Name}.bias", layer.Bias, layer.Bias.Length);

    // The rows that are read are widened, and not the table.
    public string Rows(TextTable table, string rows)
    {
        var scale = Math.ScaleB(1, Exponent(table.Table.Max(Math.Abs)));
        var halves = table.Table.Select(number => (Half)(number / scale)).ToArray();
        var stored = writer.Constant<Half>($"{table.Name}.table.half", DataType.Float16, halves, table.Rows, table.Dimensions);
        var read = writer.Node("Gather", [stored, rows], $"{table.Name}.rows.half");
        var widened = writer.Node("Cast", [read], $"{table.Name}.rows", Attributes.Number("to", (long)DataType.Float));
        return scale == 1 ? widened : writer.Node("Mul", [widened, writer.Constant($"{table.Name}.table.scale", [scale])], $"{table.Name}.rows.scaled");
    }

    public string Read(string value, Operation reader) => values.Read(value);

    // A power of two that brings the largest weight to between 1/2 and 1: the division is exact.
    private static int Exponent(double largest) => largest is 0 or (>= LeastMaximum and <= Largest) ? 0 : Math.ILogB(largest) + 1;
}
