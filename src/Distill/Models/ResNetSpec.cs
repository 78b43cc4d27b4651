using Distill.Models.Networks;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Models;

/// <summary>
/// A residual net for small images: a 3×3 convolution, three stages of n two-convolution blocks at full, half and
/// quarter size, the mean over the image, and the classes; 6n + 2 layers.
/// </summary>
public sealed record ResNetSpec : NetworkSpec
{
    /// <summary>Layers: 6n + 2, 8 to 110.</summary>
    public int Depth { get; init; } = 20;

    /// <summary>Channels of the first stage; the second and third have two and four times as many. 1 to 1,024.</summary>
    public int Width { get; init; } = 16;

    private int Blocks => (Depth - 2) / 6;

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(ExampleShape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ProblemList
        {
            { Depth is < 8 or > 110 || (Depth - 2) % 6 != 0, $"depth is {Depth}; expected 6n + 2 from 8 to 110, such as 8, 14, 20, 32, 56 or 110" },
            { Width is < 1 or > 1024, $"width is {Width}; expected 1 to 1024" },
            { Math.Min(input.Height, input.Width) < 4, $"a resnet halves the image twice; {input} examples are too small" },
            CommonProblems(),
        };
    }

    /// <inheritdoc/>
    public override string Describe(ExampleShape input, int classes) => $"ResNet-{Depth} ×{Width}";

    /// <inheritdoc/>
    public override long MultiplyAdds(ExampleShape input, int classes)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (height, width) = ((long)input.Height, (long)input.Width);
        var total = (long)input.Channels * Width * 9 * height * width;
        var from = (long)Width;
        for (var stage = 0; stage < 3; stage++)
        {
            var channels = (long)Width << stage;
            if (stage > 0)
            {
                (height, width) = ((height + 1) / 2, (width + 1) / 2);
            }

            for (var block = 0; block < Blocks; block++)
            {
                total += ((from * channels * 9) + (channels * channels * 9)) * height * width;
                total += from == channels ? 0 : from * channels * height * width;
                from = channels;
            }
        }

        return total + (from * classes);
    }

    internal override long LeastParameters(ExampleShape input, int classes)
    {
        var width = (long)Width;
        // Two 3×3 convolutions a block, less than the first of each later stage takes.
        var stages = Enumerable.Range(0, 3).Sum(stage => ((2L * Blocks) - 1) * 9 * (width << stage) * (width << stage));
        return stages + ((width << 2) * classes);
    }

    internal override nn.Module<Tensor, Tensor> Build(ExampleShape input, int classes)
    {
        var layers = nn.Sequential(
            ("layout", new ChannelsLast()),
            ("conv0", nn.Conv2d(input.Channels, Width, 3, padding: 1, bias: false, dtype: ScalarType.Float32)),
            ("norm0", new BatchNormalisation(Width)),
            ("relu0", nn.ReLU(inplace: true)));
        var from = (long)Width;
        for (var stage = 0; stage < 3; stage++)
        {
            var channels = (long)Width << stage;
            for (var block = 1; block <= Blocks; block++)
            {
                layers.append($"block{stage + 1}_{block}", new ResidualBlock(from, channels, stride: stage > 0 && block == 1 ? 2 : 1));
                from = channels;
            }
        }

        layers.append("mean", nn.AdaptiveAvgPool2d(1));
        layers.append("flatten", nn.Flatten());
        layers.append("classes", nn.Linear(from, classes, dtype: ScalarType.Float32));
        return layers;
    }
}
