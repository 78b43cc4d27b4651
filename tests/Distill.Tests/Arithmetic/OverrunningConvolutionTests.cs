using Distill.Arithmetic;
using Distill.Libtorch;
using Distill.Models;
using Distill.Models.Networks;
using static TorchSharp.torch;

namespace Distill.Tests.Arithmetic;

public sealed class OverrunningConvolutionTests
{
    [Fact]
    public void TheLayersThatWeBuildHaveNone()
    {
        using var scope = NewDisposeScope();
        using var model = Classifier.Build(new ModelSpec(new ExampleShape(3, 28, 28), ["a", "b"], Normalisation.None, new ResNetSpec { Depth = 8, Width = 2 }), seed: 1);
        var layers = LayerInput.Of(model.Network, randn(4, 3, 28, 28), learns: true);
        Assert.Contains(layers, layer => layer.Name.EndsWith("shortcut.conv", StringComparison.Ordinal));
        Assert.DoesNotContain(layers, layer => OverrunningConvolution.Is(layer.Layer, layer.Input));
    }

    [Fact]
    public void OneOfOnesOwnIsComputedInTheOtherLayout()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Sequential(("layout", new ChannelsLast()), ("narrow", nn.Conv2d(4, 8, 1, 2)), ("mean", nn.AdaptiveAvgPool2d(1)));
        var found = NetworkArithmetic.Of(network, randn(4, 4, 8, 8), Precision.F32, learns: true);
        Assert.True(found.IsRight);
        Assert.Equal(LibtorchContext.OneDnn == true, found.Cure is not null);
        if (found.Cure is { } cure)
        {
            Assert.Equal("images lie one plane a channel, because for the gradient of weight of layer narrow oneDNN would write past the end of its memory", cure);
        }
    }

    [Fact]
    public void OneThatChoosesItsOwnLayoutIsComputedWithoutOneDnn()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Sequential(("own", new OwnLayout()), ("narrow", nn.Conv2d(4, 8, 1, 2)));
        var found = NetworkArithmetic.Of(network, randn(4, 4, 8, 8), Precision.F32, learns: true);
        Assert.True(found.IsRight);
        Assert.NotEqual(LibtorchContext.OneDnn, found.OneDnn);
    }

    [Theory]
    [InlineData(4, 1, 2, true)]
    [InlineData(4, 1, 1, false)]
    [InlineData(4, 3, 2, false)]
    [InlineData(16, 1, 2, false)]
    public void OnlyNarrowConvolutionsOfOnePixelWithAStrideAreMeant(long channels, long kernel, long stride, bool isMeant)
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Conv2d(channels, 8, kernel, stride);
        var plain = randn(2, channels, 8, 8);
        Assert.Equal(isMeant && LibtorchContext.OneDnn == true, OverrunningConvolution.Is(layer, Turned(plain)));
        Assert.False(OverrunningConvolution.Is(layer, plain));
    }

    private static Tensor Turned(Tensor images) => images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    private sealed class OwnLayout() : nn.Module<Tensor, Tensor>(nameof(OwnLayout))
    {
        public override Tensor forward(Tensor input) => Turned(input);
    }
}
