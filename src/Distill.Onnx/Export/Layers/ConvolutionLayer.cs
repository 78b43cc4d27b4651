using Distill.Runs;
using TorchSharp;
using TorchSharp.Modules;

namespace Distill.Onnx.Export.Layers;

/// <summary>Reads a convolution's settings and weights.</summary>
internal static class ConvolutionLayer
{
    /// <summary>The step that the layer takes on images of <paramref name="shape"/>.</summary>
    /// <exception cref="DistillException">It pads with something else than zeros, or gets other images.</exception>
    public static Convolution Translate(Conv2d layer, string name, string input, long[] shape)
    {
        if (shape.Length != 3 || shape[0] != layer.in_channels)
        {
            throw new DistillException($"The layer '{name}' reads images of {layer.in_channels} channels, but gets {string.Join('×', shape)}.");
        }

        if (layer.padding_mode != PaddingModes.Zeros)
        {
            throw new DistillException($"The layer '{name}' pads images by '{layer.padding_mode}'; only zeros can be exported.");
        }

        var (kernel, dilation) = (Pair.Of(layer.kernel_size), Pair.Of(layer.dilation));
        var window = new Window(kernel, Pair.Of(layer.stride), Border(layer, name, kernel, dilation), dilation);
        return new Convolution(
            name, [input], [layer.out_channels, .. window.Over(shape[1], shape[2])],
            TensorNumbers.Of(layer.weight!), TensorNumbers.Of(layer.bias, layer.out_channels, 0), layer.weight!.shape, window, layer.groups);
    }

    private static long[] Border(Conv2d layer, string name, long[] kernel, long[] dilation)
    {
        if (layer.padding_type is not Padding.Same)
        {
            return layer.padding_type is Padding.Valid ? [0, 0] : Pair.Of(layer.padding, 0);
        }

        long[] total = [dilation[0] * (kernel[0] - 1), dilation[1] * (kernel[1] - 1)];
        return total.All(size => size % 2 == 0)
            ? [total[0] / 2, total[1] / 2]
            : throw new DistillException($"The layer '{name}' pads images unevenly, which cannot be exported; use a kernel of odd size.");
    }
}
