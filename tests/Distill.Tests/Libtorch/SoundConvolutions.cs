using Distill.Libtorch;
using static TorchSharp.torch;

namespace Distill.Tests.Libtorch;

/// <summary>
/// For tests that compare what the library makes of convolutions. On some processors, those of oneDNN are wrong: outputs
/// and gradients are far from the same in double precision, which takes another path. That fault of the machine is told
/// apart here, and there the test runs without oneDNN, so that it fails for faults of the library alone.
/// </summary>
internal sealed class SoundConvolutions : IDisposable
{
    // Wrong ones were seen where channels are no multiple of sixteen: plain ones, and those with strides and of one pixel
    // that residual networks have.
    private static readonly Shape[] Shapes =
    [
        new(4, 3, 5, 6), new(4, 1, 3, 12), new(4, 3, 3, 12), new(4, 5, 5, 6), new(2, 8, 8, 8), new(6, 3, 8, 32),
        new(4, 3, 2, 8), new(4, 2, 2, 8), new(4, 2, 4, 8, Stride: 2), new(4, 2, 4, 8, Kernel: 1, Stride: 2), new(4, 4, 4, 4),
        new(4, 4, 8, 4, Stride: 2), new(4, 4, 8, 4, Kernel: 1, Stride: 2), new(4, 8, 8, 2),
    ];

    private static readonly Lazy<string?> Fault = new(Find);

    private readonly bool? before = LibtorchContext.OneDnn;

    private sealed record Shape(int Batch, int In, int Out, int Side, int Kernel = 3, int Stride = 1);

    public SoundConvolutions()
    {
        if (Fault.Value is { } fault)
        {
            Assert.True(LibtorchContext.TrySetOneDnn(false), fault);
            Assert.Null(Find());
        }
    }

    public void Dispose()
    {
        if (before is { } on)
        {
            LibtorchContext.TrySetOneDnn(on);
        }
    }

    private static string? Find() => (
        from shape in Shapes
        from type in new[] { ScalarType.Float32, ScalarType.BFloat16 }
        from channelsLast in new[] { false, true }
        let deviation = Deviation(shape, type, channelsLast)
        where deviation > (type == ScalarType.Float32 ? 1e-4 : 3e-2)
        select $"{shape} in {type}, channels last: {channelsLast}: off by {deviation:g2} of the largest number").FirstOrDefault();

    // The farthest of output and gradients, as a share of the largest number among those of double precision.
    private static double Deviation(Shape shape, ScalarType type, bool channelsLast)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);
        Tensor Draw(params long[] sizes) => randn(sizes, generator: generator).to(type);
        var (input, weight) = (Draw(shape.Batch, shape.In, shape.Side, shape.Side), Draw(shape.Out, shape.In, shape.Kernel, shape.Kernel));
        var gradient = Draw(shape.Batch, shape.Out, shape.Side / shape.Stride, shape.Side / shape.Stride);
        var right = Run(input.to(ScalarType.Float64), weight.to(ScalarType.Float64), gradient.to(ScalarType.Float64), shape);
        var found = Run(channelsLast ? input.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : input, weight, gradient, shape);
        return right.Zip(found).Max(pair =>
        {
            var off = (pair.First - pair.Second.to(ScalarType.Float64)).abs().max().item<double>();
            return double.IsNaN(off) ? double.PositiveInfinity : off / pair.First.abs().max().item<double>();
        });
    }

    private static Tensor[] Run(Tensor input, Tensor weight, Tensor gradient, Shape shape)
    {
        var (x, w) = (input.detach().requires_grad_(), weight.detach().requires_grad_());
        var output = nn.functional.conv2d(x, w, strides: [shape.Stride, shape.Stride], padding: [shape.Kernel / 2, shape.Kernel / 2]);
        output.backward([gradient]);
        return [output.detach(), x.grad!, w.grad!];
    }
}
