using Distill.Onnx.Export.Layers;
using Distill.Onnx.Schema;

namespace Distill.Onnx.Export.Writing;

/// <summary>Writes the steps of a network as nodes of ONNX.</summary>
internal sealed class OperationWriter(GraphWriter writer, FloatValues values, INumberFormat format)
{
    public void Write(Operation operation)
    {
        var output = values.Read(operation.Name);
        if (operation is Scaling scaling)
        {
            Write(scaling, output);
            return;
        }

        if (operation is BagOfNGrams bag)
        {
            new BagWriter(writer, format, bag).Write(bag.Input, output);
            return;
        }

        if (operation is PieceRows pieces)
        {
            new PieceWriter(writer, pieces.Name, pieces.Spec, pieces.Padding).Write(pieces, format, output);
            return;
        }

        if (operation is TokenRows or NormalisedSum or ErrorLinear or HeadAttention or PooledTokens)
        {
            new TransformerWriter(writer, format, operation).Write(output);
            return;
        }

        if (operation is LargestAlong largest)
        {
            new PieceWriter(writer, largest.Name, largest.Spec, largest.Padding).WriteLargest(largest.Inputs.SkipLast(1).Select(values.Read), largest.Inputs[^1], output);
            return;
        }

        var inputs = operation.Inputs.Select(value => format.Read(value, operation)).ToList();
        var (type, attributes) = Kind(operation);
        if (operation is Weighted layer)
        {
            inputs.AddRange([format.Weight(layer), format.Bias(layer)]);
        }

        writer.Node(type, inputs, output, attributes);
    }

    private static (string Type, IEnumerable<AttributeProto> Attributes) Kind(Operation operation) => operation switch
    {
        Product => ("Gemm", [Attributes.Number("transB", 1)]),
        Convolution convolution => ("Conv", convolution.Groups == 1 ? Over(convolution.Window) : Over(convolution.Window).Append(Attributes.Number("group", convolution.Groups))),
        Rectifier => ("Relu", []),
        MaxPooling pooling => ("MaxPool", pooling.RoundUp ? Over(pooling.Window).Append(Attributes.Number("ceil_mode", 1)) : Over(pooling.Window)),
        GlobalMean => ("GlobalAveragePool", []),
        Flattening => ("Flatten", [Attributes.Number("axis", 1)]),
        Sum => ("Add", []),
        _ => throw new ArgumentException($"unknown step {operation.GetType().Name}", nameof(operation)),
    };

    // What is left out has ONNX's default: steps of one, no padding.
    private static IEnumerable<AttributeProto> Over(Window window)
    {
        yield return Attributes.Numbers("kernel_shape", window.Kernel);
        if (window.Stride.Any(step => step != 1))
        {
            yield return Attributes.Numbers("strides", window.Stride);
        }

        if (window.Padding.Any(padding => padding != 0))
        {
            yield return Attributes.Numbers("pads", [.. window.Padding, .. window.Padding]);
        }

        if (window.Dilation.Any(step => step != 1))
        {
            yield return Attributes.Numbers("dilations", window.Dilation);
        }
    }

    private void Write(Scaling scaling, string output)
    {
        var value = format.Read(scaling.Input, scaling);
        var shifts = scaling.Shift.Any(shift => shift != 0);
        if (scaling.Factor.Any(factor => factor != 1))
        {
            var factor = writer.Constant($"{scaling.Name}.factor", scaling.Factor, Shape(scaling, scaling.Factor));
            value = writer.Node("Mul", [value, factor], shifts ? $"{scaling.Name}.scaled" : output);
        }

        if (shifts)
        {
            writer.Node("Add", [value, writer.Constant($"{scaling.Name}.shift", scaling.Shift, Shape(scaling, scaling.Shift))], output);
        }
    }

    // One number a channel of an image stands before rows and columns of one.
    private static long[] Shape(Scaling scaling, double[] numbers) =>
        numbers.Length == 1 ? [] : [numbers.Length, .. Enumerable.Repeat(1L, scaling.Shape.Length - 1)];
}
