using Distill.Models.Networks;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Models;

/// <summary>
/// A plain convolutional net: stages of 3×3 convolutions, each stage halving the image by max-pooling, then one hidden
/// layer (or the mean over the image) and the classes.
/// </summary>
public sealed record ConvNetSpec : NetworkSpec
{
    private const int LargestChannels = 4096;

    /// <summary>Channels of each stage, 1 to 4,096.</summary>
    public required IReadOnlyList<int> Channels { get; init; }

    /// <summary>Convolutions in each stage, 1 to 8.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>Whether batch normalisation follows each convolution.</summary>
    public bool BatchNorm { get; init; } = true;

    /// <summary>Units of the hidden layer after the convolutions; 0 takes the mean over the image instead.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>The probability of dropping a unit before the last layer, 0 to less than 1.</summary>
    public double Dropout { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(ExampleShape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ProblemList
        {
            { Channels.Count == 0 || !Channels.All(channels => channels is >= 1 and <= LargestChannels), $"channels is [{string.Join(", ", Channels)}]; expected one or more numbers from 1 to {LargestChannels}" },
            { Depth is < 1 or > 8, $"depth is {Depth}; expected 1 to 8" },
            { Hidden is < 0 or > 1 << 16, $"hidden is {Hidden}; expected 0 to 65536" },
            { Channels.Count > MostStages(input), $"channels has {Channels.Count} stages, each halving the image; {input} examples allow {MostStages(input)}" },
            DropoutProblems("dropout", Dropout).Concat(CommonProblems()),
        };
    }

    /// <inheritdoc/>
    public override string Describe(ExampleShape input, int classes) =>
        $"conv {string.Join('-', Channels)}{(Depth > 1 ? $" ×{Depth}" : "")}{(Hidden > 0 ? $", {Hidden}" : "")}, {classes}";

    /// <inheritdoc/>
    public override long MultiplyAdds(ExampleShape input, int classes)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (total, from, height, width) = (0L, (long)input.Channels, (long)input.Height, (long)input.Width);
        foreach (var channels in Channels)
        {
            for (var layer = 0; layer < Depth; layer++)
            {
                total += from * channels * 9 * height * width;
                from = channels;
            }

            (height, width) = (height / 2, width / 2);
        }

        return total + (Hidden > 0 ? (from * height * width * Hidden) + ((long)Hidden * classes) : from * classes);
    }

    internal override long LeastParameters(ExampleShape input, int classes)
    {
        var (total, from) = (0L, (long)input.Channels);
        foreach (var channels in Channels)
        {
            total += (from * channels * 9) + ((Depth - 1) * (long)channels * channels * 9);
            from = channels;
        }

        var pixels = (long)(input.Height >> Channels.Count) * (input.Width >> Channels.Count);
        return total + (Hidden > 0 ? (from * pixels * Hidden) + ((long)Hidden * classes) : from * classes);
    }

    internal override nn.Module<Tensor, Tensor> Build(ExampleShape input, int classes)
    {
        var layers = nn.Sequential(("layout", new ChannelsLast()));
        var (from, height, width) = ((long)input.Channels, input.Height, input.Width);
        for (var stage = 1; stage <= Channels.Count; stage++)
        {
            for (var layer = 1; layer <= Depth; layer++)
            {
                var channels = Channels[stage - 1];
                // A shift by batch normalisation makes the convolution's own bias idle.
                layers.append($"conv{stage}_{layer}", nn.Conv2d(from, channels, 3, padding: 1, bias: !BatchNorm, dtype: ScalarType.Float32));
                if (BatchNorm)
                {
                    layers.append($"norm{stage}_{layer}", new BatchNormalisation(channels));
                }

                layers.append($"relu{stage}_{layer}", nn.ReLU(inplace: true));
                from = channels;
            }

            layers.append($"pool{stage}", nn.MaxPool2d(2));
            (height, width) = (height / 2, width / 2);
        }

        if (Hidden == 0)
        {
            layers.append("mean", nn.AdaptiveAvgPool2d(1));
        }

        layers.append("flatten", nn.Flatten());
        if (Hidden > 0)
        {
            layers.append("hidden", nn.Linear(from * height * width, Hidden, dtype: ScalarType.Float32));
            layers.append("relu_hidden", nn.ReLU(inplace: true));
            from = Hidden;
        }

        if (Dropout > 0)
        {
            layers.append("dropout", new SeededDropout(Dropout));
        }

        layers.append("classes", nn.Linear(from, classes, dtype: ScalarType.Float32));
        return layers;
    }

    /// <summary>Equal layers make equal specifications.</summary>
    public bool Equals(ConvNetSpec? other) =>
        base.Equals(other) && Channels.SequenceEqual(other.Channels) && Depth == other.Depth
        && BatchNorm == other.BatchNorm && Hidden == other.Hidden && Dropout.Equals(other.Dropout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Channels.Count, Channels.Sum(), Depth, BatchNorm, Hidden, Dropout, MaxNorm, FirstLayerScale);

    private static int MostStages(ExampleShape input)
    {
        var stages = 0;
        while (Math.Min(input.Height, input.Width) >> (stages + 1) >= 1)
        {
            stages++;
        }

        return stages;
    }
}
