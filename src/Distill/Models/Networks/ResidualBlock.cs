using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Models.Networks;

/// <summary>Two 3×3 convolutions with batch normalisation beside a shortcut, which is a 1×1 convolution where the shape changes.</summary>
[SuppressMessage("Style", "IDE1006", Justification = "The names of the fields are the names in the model file.")]
internal sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNormalisation norm1;
    private readonly Conv2d conv2;
    private readonly BatchNormalisation norm2;
    private readonly Sequential? shortcut;

    public ResidualBlock(long inputs, long inner, long outputs, long stride) : base(nameof(ResidualBlock))
    {
        conv1 = nn.Conv2d(inputs, inner, 3, stride, padding: 1, bias: false, dtype: ScalarType.Float32);
        norm1 = new BatchNormalisation(inner);
        conv2 = nn.Conv2d(inner, outputs, 3, padding: 1, bias: false, dtype: ScalarType.Float32);
        norm2 = new BatchNormalisation(outputs);
        shortcut = stride == 1 && inputs == outputs ? null : Shortcut(inputs, outputs, stride);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var first = conv1.call(input);
        using var normalised = norm1.call(first).relu_();
        using var second = conv2.call(normalised);
        var sum = norm2.call(second);
        if (shortcut is null)
        {
            return sum.Add(input).relu_();
        }

        using var carried = shortcut.call(input);
        return sum.Add(carried).relu_();
    }
    // The pixels are chosen by a pool of one pixel, not by the convolution: for the gradient of a 1×1 convolution with a stride,
    // oneDNN writes past the end of its memory where images of few channels lie channels last.
    private static Sequential Shortcut(long inputs, long outputs, long stride)
    {
        var layers = nn.Sequential();
        if (stride != 1)
        {
            layers.append("pixels", nn.MaxPool2d(1, stride));
        }

        layers.append("conv", nn.Conv2d(inputs, outputs, 1, bias: false, dtype: ScalarType.Float32));
        layers.append("norm", new BatchNormalisation(outputs));
        return layers;
    }
}
