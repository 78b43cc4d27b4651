using Distill.Models;

namespace Distill.Jobs.Budgets;

/// <summary>Architectures of any width: each width is a small number, or a multiple of what processors compute at once.</summary>
internal static class ScaledNetworks
{
    // A table of n-grams is as good with a few rows more.
    private const int RowsAStep = 64;

    // What processors compute at once.
    private const int Block = 8;
    private const int FewestInBlocks = 8;

    /// <summary>What is tried for examples of a shape where no architecture is asked for.</summary>
    /// <param name="shape">The examples.</param>
    /// <param name="texts">Whether they are texts.</param>
    public static IReadOnlyList<NetworkSpec> For(ExampleShape shape, bool texts)
    {
        if (texts)
        {
            return [Bag(16), Bag(32), Bag(64)];
        }

        MlpSpec[] perceptrons = [new() { Widths = [16] }, new() { Widths = [16, 16] }, new() { Widths = [16, 16, 16] }];
        NetworkSpec[] all =
        [
            Conv([8, 16], 2, 0), Conv([8, 16, 32], 1, 0), Conv([8, 16, 32], 2, 0), Conv([8, 16, 32], 1, 32),
            new ResNetSpec { Depth = 8, Width = 8 }, new ResNetSpec { Depth = 14, Width = 8 }, perceptrons[1],
        ];
        return shape.IsFeatures ? perceptrons : [.. all.Where(network => !network.Problems(shape).Any())];

        static BagSpec Bag(int dimensions) => new() { Dimensions = dimensions, Buckets = 16 * RowsAStep };

        static ConvNetSpec Conv(int[] channels, int depth, int hidden) => new() { Channels = channels, Depth = depth, Hidden = hidden };
    }

    /// <summary>The same architecture with its smallest width at a number of steps, and all others in proportion.</summary>
    /// <param name="network">The architecture; one that a budget can choose the widths of.</param>
    /// <param name="steps">1 or more.</param>
    public static NetworkSpec Of(NetworkSpec network, int steps)
    {
        var factor = (double)steps / Steps(network);
        return network switch
        {
            MlpSpec mlp => mlp with { Widths = Times(mlp.Widths) },
            ConvNetSpec conv => conv with
            {
                Channels = Times(conv.Channels),
                InnerChannels = conv.InnerChannels is { } inner ? [.. inner.Select(Times)] : null,
                Hidden = conv.Hidden == 0 ? 0 : Time(conv.Hidden),
            },
            ResNetSpec resnet => resnet with { Width = Time(resnet.Width), InnerChannels = resnet.InnerChannels is { } inner ? Times(inner) : null },
            BagSpec bag => bag with { Buckets = Time(bag.Buckets) },
            WordPieceSpec pieces => pieces with { Dimensions = Time(pieces.Dimensions), Filters = Time(pieces.Filters), Widths = Times(pieces.Widths) },
            _ => throw new NotSupportedException($"{network.GetType().Name} has no widths to choose"),
        };

        IReadOnlyList<int> Times(IReadOnlyList<int> widths) => [.. widths.Select(Time)];

        int Time(int width)
        {
            var scaled = width * factor;
            // Other numbers of channels and units are computed as slowly as the next multiple, and some only in float32.
            return scaled >= FewestInBlocks ? Block * (int)Math.Round(scaled / Block) : Math.Max(1, (int)Math.Round(scaled));
        }
    }

    private static int Steps(NetworkSpec network) => network switch
    {
        MlpSpec mlp => mlp.Widths.Min(),
        ConvNetSpec conv => conv.Channels.Min(),
        ResNetSpec resnet => resnet.Width,
        BagSpec bag => Math.Max(1, bag.Buckets / RowsAStep),
        WordPieceSpec pieces => pieces.Dimensions,
        _ => 1,
    };
}
