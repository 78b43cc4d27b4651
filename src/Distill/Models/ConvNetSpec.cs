using System.Text.Json.Serialization;
using Distill.Models.Networks;
using Distill.Models.Units;
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

    /// <summary>
    /// Channels of the convolutions before the last of each stage, <see cref="Depth"/> − 1 numbers from 1 to 4,096 for each stage; null for as many
    /// as the stage has.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<int>>? InnerChannels { get; init; }

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
            { InnerChannels is { } inner && !IsInner(inner), $"innerChannels is {InnerText}; expected {Depth - 1} numbers from 1 to {LargestChannels} for each of {Channels.Count} stages, or null" },
            { Hidden is < 0 or > 1 << 16, $"hidden is {Hidden}; expected 0 to 65536" },
            { Channels.Count > MostStages(input), $"channels has {Channels.Count} stages, each halving the image; {input} examples allow {MostStages(input)}" },
            DropoutProblems("dropout", Dropout).Concat(CommonProblems()),
        };
    }

    /// <inheritdoc/>
    public override string Describe(ExampleShape input, int classes) =>
        $"conv {string.Join('-', Channels)}{(Depth > 1 ? $" ×{Depth}" : "")}{(InnerChannels is null ? "" : $" {InnerText}")}{(Hidden > 0 ? $", {Hidden}" : "")}, {classes}";

    /// <inheritdoc/>
    public override long MultiplyAdds(ExampleShape input, int classes)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (total, from, height, width) = (0L, (long)input.Channels, (long)input.Height, (long)input.Width);
        for (var stage = 0; stage < Channels.Count; stage++)
        {
            for (var layer = 0; layer < Depth; layer++)
            {
                var channels = ChannelsOf(stage, layer);
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
        foreach (var channels in Convolutions.Select(place => (long)ChannelsOf(place.Stage, place.Layer)))
        {
            total += from * channels * 9;
            from = channels;
        }

        var pixels = (long)(input.Height >> Channels.Count) * (input.Width >> Channels.Count);
        return total + (Hidden > 0 ? (from * pixels * Hidden) + ((long)Hidden * classes) : from * classes);
    }

    internal override IReadOnlyList<UnitGroup> UnitGroups(ExampleShape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        // A hidden layer reads the image that is left; without one its mean is read.
        var pixels = (input.Height >> Channels.Count) * (input.Width >> Channels.Count);
        var behind = Hidden > 0 ? UnitSlices.Columns("hidden.weight", pixels) : UnitSlices.Columns("classes.weight");
        UnitSlices[] readers = [.. Convolutions.Skip(1).Select(place => UnitSlices.Columns($"{Name("conv", place)}.weight")), behind];
        var convolutions = Convolutions.Zip(readers, (place, reader) => BatchNorm
            ? UnitGroup.Normalised(Name("conv", place), Name("norm", place), ChannelsOf(place.Stage, place.Layer), reader)
            : UnitGroup.Of(Name("conv", place), ChannelsOf(place.Stage, place.Layer), reader));
        return [.. convolutions, .. Hidden > 0 ? [UnitGroup.Of("hidden", Hidden, UnitSlices.Columns("classes.weight"))] : Array.Empty<UnitGroup>()];

        static string Name(string kind, (int Stage, int Layer) place) => $"{kind}{place.Stage + 1}_{place.Layer + 1}";
    }

    internal override NetworkSpec WithUnits(IReadOnlyList<int> units)
    {
        int[][] stages = [.. units.Take(Channels.Count * Depth).Chunk(Depth)];
        return this with
        {
            Channels = [.. stages.Select(stage => stage[^1])],
            InnerChannels = Depth == 1 ? null : [.. stages.Select(stage => stage[..^1])],
            Hidden = Hidden == 0 ? 0 : units[^1],
        };
    }

    internal override nn.Module<Tensor, Tensor> Build(ExampleShape input, int classes)
    {
        var layers = nn.Sequential(("layout", new ChannelsLast()));
        var (from, height, width) = ((long)input.Channels, input.Height, input.Width);
        for (var stage = 1; stage <= Channels.Count; stage++)
        {
            for (var layer = 1; layer <= Depth; layer++)
            {
                var channels = ChannelsOf(stage - 1, layer - 1);
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
        base.Equals(other) && Channels.SequenceEqual(other.Channels) && Depth == other.Depth && InnerText == other.InnerText
        && BatchNorm == other.BatchNorm && Hidden == other.Hidden && Dropout.Equals(other.Dropout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Channels.Sum(), InnerText, Depth, BatchNorm, Hidden, Dropout, MaxNorm, FirstLayerScale);

    private IEnumerable<(int Stage, int Layer)> Convolutions =>
        from stage in Enumerable.Range(0, Channels.Count)
        from layer in Enumerable.Range(0, Depth)
        select (stage, layer);

    private string InnerText => InnerChannels is null ? "" : $"[{string.Join(", ", InnerChannels.Select(stage => $"[{string.Join(", ", stage ?? [])}]"))}]";

    private int ChannelsOf(int stage, int layer) => layer < Depth - 1 && InnerChannels is { } inner ? inner[stage][layer] : Channels[stage];

    private bool IsInner(IReadOnlyList<IReadOnlyList<int>> inner) =>
        inner.Count == Channels.Count && inner.All(stage => stage?.Count == Depth - 1 && stage.All(channels => channels is >= 1 and <= LargestChannels));

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
