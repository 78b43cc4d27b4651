using Distill.Models;
using Distill.Onnx.Export.Layers;
using static Distill.Onnx.Schema.TensorProto.Types;

namespace Distill.Onnx.Export.Writing;

/// <summary>Writes what reads the pieces of texts, from their numbers to vectors.</summary>
/// <param name="writer">Where nodes go.</param>
/// <param name="name">The step's name.</param>
/// <param name="spec">How pieces are read.</param>
/// <param name="padding">The number that fills up shorter texts.</param>
internal sealed class PieceWriter(GraphWriter writer, string name, WordPieceSpec spec, int padding)
{
    private readonly TextSteps steps = new(writer, name);

    /// <summary>Writes the rows of a table, pooled or one behind the other.</summary>
    public void Write(PieceRows table, INumberFormat format, string output)
    {
        var pieces = Cut(table.Input);
        var rows = format.Rows(table, pieces);
        if (spec.Kernels.Count > 0)
        {
            var turned = steps.Do("Transpose", [Attributes.Numbers("perm", [0, 2, 1])], rows);
            writer.Node("Unsqueeze", [turned, steps.List(3)], output);
            return;
        }

        var pooling = spec.Pooling;
        var sums = writer.Node("ReduceSum", [rows, steps.List(1)], pooling == BagPooling.Sum ? output : $"{name}.sums", Attributes.Number("keepdims", 0));
        if (pooling != BagPooling.Sum)
        {
            // A text without any piece has a sum of 0.
            var divisors = steps.Do("Max", steps.Do("ReduceSum", Present(pieces), steps.List(1)), writer.Constant($"{name}.least", [1]));
            writer.Node("Div", [sums, pooling == BagPooling.Mean ? divisors : steps.Do("Sqrt", divisors)], output);
        }
    }

    /// <summary>Writes the largest values of convolutions.</summary>
    /// <param name="convolutions">Their values as float32.</param>
    /// <param name="input">The pieces' numbers.</param>
    /// <param name="output">What is made.</param>
    public void WriteLargest(IEnumerable<string> convolutions, string input, string output)
    {
        var mask = steps.Do("Unsqueeze", Present(Cut(input)), steps.List(1, 3));
        var largest = convolutions.Zip(spec.Kernels, (values, kernel) =>
        {
            // With a zero on each side an even kernel makes one value more than there are pieces.
            var atPieces = kernel % 2 == 0 ? steps.Slice(values, 0, -1, axis: 2) : values;
            return steps.Do("ReduceMax", [Attributes.Numbers("axes", [2, 3]), Attributes.Number("keepdims", 0)], steps.Do("Mul", steps.Do("Relu", atPieces), mask));
        }).ToList();
        writer.Node("Concat", largest, output, Attributes.Number("axis", 1));
    }

    private string Cut(string input) => steps.Slice(input, 0, spec.Length, axis: 1);

    private string Present(string pieces) => steps.Cast(steps.Do("Not", steps.Do("Equal", pieces, steps.Number(padding))), DataType.Float);
}
