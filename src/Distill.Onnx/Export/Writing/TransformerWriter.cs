using Distill.Models;
using Distill.Models.Networks;
using Distill.Onnx.Export.Layers;
using static Distill.Onnx.Schema.TensorProto.Types;

namespace Distill.Onnx.Export.Writing;

/// <summary>Writes the steps of a transformer that are no products.</summary>
/// <param name="writer">Where nodes go.</param>
/// <param name="format">How tables are kept.</param>
/// <param name="operation">The step.</param>
internal sealed class TransformerWriter(GraphWriter writer, INumberFormat format, Operation operation)
{
    private readonly TextSteps steps = new(writer, operation.Name);

    /// <summary>Writes it.</summary>
    /// <param name="output">What is made.</param>
    public void Write(string output)
    {
        switch (operation)
        {
            case TokenRows rows:
                Write(rows, output);
                break;
            case NormalisedSum sum:
                Write(sum, output);
                break;
            case ErrorLinear:
                WriteGelu(output);
                break;
            case HeadAttention attention:
                Write(attention, output);
                break;
            case PooledTokens pooled:
                Write(pooled, output);
                break;
            default:
                throw new InvalidOperationException($"unknown step {operation.GetType().Name}");
        }
    }

    private string Read(int input) => format.Read(operation.Inputs[input], operation);

    private string Cut(string pieces, TransformerSpec spec) => steps.Slice(pieces, 0, spec.Length, axis: 1);

    private string Present(string pieces, int padding) => steps.Do("Not", steps.Do("Equal", pieces, steps.Number(padding)));

    private string Reshaped(string value, string pieces, params long[] sizes) =>
        steps.Do("Reshape", value, steps.Join(0, steps.Do("Shape", pieces), steps.List(sizes)));

    private string Number(string name, double value) => writer.Constant($"{operation.Name}.{name}", [value]);

    private void Write(TokenRows tokens, string output)
    {
        var pieces = Cut(tokens.Input, tokens.Spec);
        var longest = steps.Do("Squeeze", steps.Slice(steps.Do("Shape", pieces), 1, 2));
        var places = format.Rows(tokens.Places, steps.Do("Range", steps.Number(0), longest, steps.Number(1)));
        writer.Node("Reshape", [steps.Do("Add", format.Rows(tokens, pieces), places), steps.List(-1, tokens.Dimensions)], output);
    }

    private void Write(NormalisedSum sum, string output)
    {
        var value = sum.Inputs.Count == 1 ? Read(0) : steps.Do("Add", Read(0), Read(1));
        writer.Node(
            "LayerNormalization",
            [value, writer.Constant($"{sum.Name}.factor", sum.Factor, sum.Factor.Length), writer.Constant($"{sum.Name}.shift", sum.Shift, sum.Shift.Length)],
            output,
            Attributes.Number("axis", -1),
            Attributes.Real("epsilon", sum.Epsilon));
    }

    private void WriteGelu(string output)
    {
        var value = Read(0);
        var error = steps.Do("Erf", steps.Do("Div", value, Number("root", Math.Sqrt(2))));
        writer.Node("Mul", [steps.Do("Mul", value, steps.Do("Add", error, Number("one", 1))), Number("half", 0.5)], output);
    }

    private void Write(HeadAttention attention, string output)
    {
        var (spec, pieces) = (attention.Spec, Cut(attention.Inputs[1], attention.Spec));
        var size = spec.Width / spec.HeadCount;
        var parts = steps.Do("Transpose", [Attributes.Numbers("perm", [2, 0, 3, 1, 4])], Reshaped(Read(0), pieces, 3, spec.HeadCount, size));
        string Part(long index) => steps.Do("Gather", [Attributes.Number("axis", 0)], parts, steps.Number(index));

        var (queries, keys, values) = (Part(0), Part(1), Part(2));
        var products = steps.Do("MatMul", queries, steps.Do("Transpose", [Attributes.Numbers("perm", [0, 1, 3, 2])], keys));
        var scores = steps.Do("Mul", products, Number("heads.scale", 1 / Math.Sqrt(size)));
        var present = steps.Do("Unsqueeze", Present(pieces, attention.Padding), steps.List(1, 2));
        var masked = steps.Do("Where", present, scores, Number("least", SelfAttention.Least));
        var attended = steps.Do("MatMul", steps.Do("Softmax", [Attributes.Number("axis", -1)], masked), values);
        var turned = steps.Do("Transpose", [Attributes.Numbers("perm", [0, 2, 1, 3])], attended);
        writer.Node("Reshape", [turned, steps.List(-1, spec.Width)], output);
    }

    private void Write(PooledTokens pooled, string output)
    {
        var (spec, pieces) = (pooled.Spec, Cut(pooled.Inputs[1], pooled.Spec));
        var vectors = Reshaped(Read(0), pieces, spec.Width);
        if (spec.Pooling == TextPooling.First)
        {
            writer.Node("Gather", [vectors, steps.Number(0)], output, Attributes.Number("axis", 1));
            return;
        }

        var present = steps.Cast(steps.Do("Unsqueeze", Present(pieces, pooled.Padding), steps.List(2)), DataType.Float);
        // Padding alone has a sum of 0.
        var counts = steps.Do("Max", steps.Do("ReduceSum", [Attributes.Number("keepdims", 0)], present, steps.List(1)), Number("least", 1));
        writer.Node("Div", [steps.Do("ReduceSum", [Attributes.Number("keepdims", 0)], steps.Do("Mul", vectors, present), steps.List(1)), counts], output);
    }
}
