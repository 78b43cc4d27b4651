using Distill.Models.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Benchmarks.Convolution;

/// <summary>
/// The nets of <see cref="ConvolutionSetting"/> as one writes them in plain TorchSharp, in its own layout. Their batch normalisation is the library's, which
/// makes the same call of libtorch as <c>BatchNorm2d</c> and holds the number that it counts with.
/// </summary>
internal static class HandWrittenNets
{
    public static nn.Module<Tensor, Tensor> Of(ConvolutionSetting setting) =>
        setting.Name == "resnet-20" ? ResNet(setting.Input.Channels, 16, 3, setting.Classes) : Plain(setting.Input.Channels, [32, 64, 128], setting.Classes);

    private static Sequential Plain(long inputs, long[] channels, long classes)
    {
        var layers = nn.Sequential();
        foreach (var (stage, outputs) in channels.Index())
        {
            layers.append($"conv{stage}", nn.Conv2d(inputs, outputs, 3, padding: 1, bias: false));
            layers.append($"norm{stage}", new BatchNormalisation(outputs));
            layers.append($"relu{stage}", nn.ReLU(inplace: true));
            layers.append($"pool{stage}", nn.MaxPool2d(2));
            inputs = outputs;
        }

        return WithEnd(layers, inputs, classes);
    }

    private static Sequential ResNet(long inputs, long width, int blocks, long classes)
    {
        var layers = nn.Sequential();
        layers.append("conv", nn.Conv2d(inputs, width, 3, padding: 1, bias: false));
        layers.append("norm", new BatchNormalisation(width));
        layers.append("relu", nn.ReLU(inplace: true));
        var from = width;
        for (var stage = 0; stage < 3; stage++)
        {
            for (var block = 0; block < blocks; block++)
            {
                layers.append($"block{stage}_{block}", new HandWrittenBlock(from, width << stage, stride: stage > 0 && block == 0 ? 2 : 1));
                from = width << stage;
            }
        }

        return WithEnd(layers, from, classes);
    }

    private static Sequential WithEnd(Sequential layers, long channels, long classes)
    {
        layers.append("mean", nn.AdaptiveAvgPool2d(1));
        layers.append("flatten", nn.Flatten());
        layers.append("classes", nn.Linear(channels, classes));
        return layers;
    }
}
