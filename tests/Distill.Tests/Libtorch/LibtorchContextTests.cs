using Distill.Libtorch;
using static TorchSharp.torch;

namespace Distill.Tests.Libtorch;

public sealed class LibtorchContextTests
{
    [Fact]
    public void WhatIsSetIsInForceOnLinux()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux are libtorch's functions reached by these names.");
        var (oneDnn, nnpack, level) = (LibtorchContext.OneDnn, LibtorchContext.Nnpack, LibtorchContext.LogLevel);
        try
        {
            foreach (var on in new[] { false, true })
            {
                Assert.True(LibtorchContext.TrySetOneDnn(on));
                Assert.True(LibtorchContext.TrySetNnpack(!on));
                Assert.Equal(on, LibtorchContext.OneDnn);
                Assert.Equal(!on, LibtorchContext.Nnpack);
            }

            foreach (var wanted in Enum.GetValues<LibtorchLogLevel>())
            {
                Assert.True(LibtorchContext.TrySetLogLevel(wanted));
                Assert.Equal(wanted, LibtorchContext.LogLevel);
            }
        }
        finally
        {
            LibtorchContext.TrySetOneDnn(oneDnn!.Value);
            LibtorchContext.TrySetNnpack(nnpack!.Value);
            LibtorchContext.TrySetLogLevel(level!.Value);
        }
    }

    [Fact]
    public void AConvolutionIsTheSameWithoutOneDnn()
    {
        var before = LibtorchContext.OneDnn;
        using var scope = NewDisposeScope();
        var images = arange(2 * 3 * 5 * 5, float32).reshape(2, 3, 5, 5).div(50);
        var weight = arange(4 * 3 * 3 * 3, float32).reshape(4, 3, 3, 3).div(100);
        var right = nn.functional.conv2d(images.to(float64), weight.to(float64));
        try
        {
            LibtorchContext.TrySetOneDnn(false);

            var found = nn.functional.conv2d(images, weight).to(float64);

            Assert.InRange((found - right).abs().max().item<double>(), 0, 1e-5 * right.abs().max().item<double>());
        }
        finally
        {
            LibtorchContext.TrySetOneDnn(before ?? true);
        }
    }
}
