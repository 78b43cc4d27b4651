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

        var inputs = operation.Inputs.Select(value => format.Read(value, operation)).ToList();
        var (type, attributes) = Kind(operation);
        if (operation is Weighted layer)
        {
            inputs.AddRange([format.Weight(layer), format.Bias(layer)]);
        }

        writer.Node(type, inputs, output, attributes);
    }

    private static (string Type, AttributeProto[] Attributes) Kind(Operation operation) => operation switch
    {
        Product => ("Gemm", [Attributes.Number("transB", 1)]),
        Convolution convolution => ("Conv", [.. Over(convolution.Window), Attributes.Number("group", convolution.Groups)]),
        Rectifier => ("Relu", []),
        MaxPooling pooling => ("MaxPool", [.. Over(pooling.Window), Attributes.Number("ceil_mode", pooling.RoundUp ? 1 : 0)]),
        GlobalMean => ("GlobalAveragePool", []),
        Flattening => ("Flatten", [Attributes.Number("axis", 1)]),
        Sum => ("Add", []),
        _ => throw new ArgumentException($"unknown step {operation.GetType().Name}", nameof(operation)),
    };

    private static AttributeProto[] Over(Window window) =>
    [
        Attributes.Numbers("kernel_shape", window.Kernel),
        Attributes.Numbers("strides", window.Stride),
        Attributes.Numbers("pads", [.. window.Padding, .. window.Padding]),
        Attributes.Numbers("dilations", window.Dilation),
    ];

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
