using System.Text.Json.Serialization;
using Distill.Models.Networks;
using Distill.Models.Units;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Models;

/// <summary>
/// A residual net for small images: a 3×3 convolution, three stages of n two-convolution blocks at full, half and
/// quarter size, the mean over the image, and the classes; 6n + 2 layers.
/// </summary>
public sealed record ResNetSpec : NetworkSpec
{
    private const int MostInner = 1 << 14;

    /// <summary>Layers: 6n + 2, 8 to 110.</summary>
    public int Depth { get; init; } = 20;

    /// <summary>Channels of the first stage; the second and third have two and four times as many. 1 to 1,024.</summary>
    public int Width { get; init; } = 16;

    /// <summary>
    /// Channels between the two convolutions of each block, 3n numbers from 1 to 16,384, from the first block to the last; null for as many as the
    /// block's stage has.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? InnerChannels { get; init; }

    private int Blocks => (Depth - 2) / 6;

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(ExampleShape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ProblemList
        {
            { Depth is < 8 or > 110 || (Depth - 2) % 6 != 0, $"depth is {Depth}; expected 6n + 2 from 8 to 110, such as 8, 14, 20, 32, 56 or 110" },
            { Width is < 1 or > 1024, $"width is {Width}; expected 1 to 1024" },
            { InnerChannels is { } inner && (inner.Count != 3 * Blocks || !inner.All(channels => channels is >= 1 and <= MostInner)), $"innerChannels is [{string.Join(", ", InnerChannels ?? [])}]; expected {3 * Blocks} numbers from 1 to {MostInner}, one a block, or null" },
            { Math.Min(input.Height, input.Width) < 4, $"a resnet halves the image twice; {input} examples are too small" },
            CommonProblems(),
        };
    }

    /// <inheritdoc/>
    public override string Describe(ExampleShape input, int classes) => $"ResNet-{Depth} ×{Width}{(InnerChannels is null ? "" : $" ({string.Join('-', InnerChannels)})")}";

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
                var inner = (long)Inner(stage, block);
                total += ((from * inner * 9) + (inner * channels * 9)) * height * width;
                total += from == channels ? 0 : from * channels * height * width;
                from = channels;
            }
        }

        return total + (from * classes);
    }

    internal override long LeastParameters(ExampleShape input, int classes)
    {
        var (total, from) = (0L, (long)Width);
        for (var stage = 0; stage < 3; stage++)
        {
            var channels = (long)Width << stage;
            for (var block = 0; block < Blocks; block++)
            {
                total += 9 * Inner(stage, block) * (from + channels);
                from = channels;
            }
        }

        return total + (from * classes);
    }

    internal override IReadOnlyList<UnitGroup> UnitGroups(ExampleShape input) =>
    [
        .. from stage in Enumerable.Range(0, 3)
           from block in Enumerable.Range(0, Blocks)
           let name = BlockName(stage, block)
           select UnitGroup.Normalised($"{name}.conv1", $"{name}.norm1", Inner(stage, block), UnitSlices.Columns($"{name}.conv2.weight")),
    ];

    internal override NetworkSpec WithUnits(IReadOnlyList<int> units) => this with { InnerChannels = units };

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
            for (var block = 0; block < Blocks; block++)
            {
                layers.append(BlockName(stage, block), new ResidualBlock(from, Inner(stage, block), channels, stride: stage > 0 && block == 0 ? 2 : 1));
                from = channels;
            }
        }

        layers.append("mean", nn.AdaptiveAvgPool2d(1));
        layers.append("flatten", nn.Flatten());
        layers.append("classes", nn.Linear(from, classes, dtype: ScalarType.Float32));
        return layers;
    }

    /// <summary>Equal layers make equal specifications.</summary>
    public bool Equals(ResNetSpec? other) =>
        base.Equals(other) && Depth == other.Depth && Width == other.Width
        && (InnerChannels is null ? other.InnerChannels is null : other.InnerChannels is not null && InnerChannels.SequenceEqual(other.InnerChannels));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Depth, Width, InnerChannels?.Sum(), MaxNorm, FirstLayerScale);

    private static string BlockName(int stage, int block) => $"block{stage + 1}_{block + 1}";

    private int Inner(int stage, int block) => InnerChannels?[(stage * Blocks) + block] ?? Width << stage;
}
