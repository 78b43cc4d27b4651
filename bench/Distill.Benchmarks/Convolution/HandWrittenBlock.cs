using Distill.Models.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Benchmarks.Convolution;

/// <summary>Two convolutions beside a shortcut, as one writes them in plain TorchSharp.</summary>
internal sealed class HandWrittenBlock : nn.Module<Tensor, Tensor>
{
    private static readonly TorchSharp.Scalar One = 1;

    private readonly Sequential body;
    private readonly Sequential? shortcut;

    public HandWrittenBlock(long inputs, long outputs, long stride) : base(nameof(HandWrittenBlock))
    {
        body = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride, padding: 1, bias: false), new BatchNormalisation(outputs), nn.ReLU(inplace: true),
            nn.Conv2d(outputs, outputs, 3, padding: 1, bias: false), new BatchNormalisation(outputs));
        shortcut = stride == 1 && inputs == outputs ? null : nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias: false), new BatchNormalisation(outputs));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => body.call(input).add_(shortcut?.call(input) ?? input, One).relu_();
}
