using Distill.Models;
using Distill.Models.Units;
using static TorchSharp.torch;

namespace Distill.Tests.Models;

/// <summary>A model without some units answers what the whole model answers when these units are always 0.</summary>
public sealed class KeptUnitsTests
{
    private static readonly string[] Classes = ["ant", "bee", "cat"];

    public static TheoryData<string> Kinds => ["mlp", "conv", "conv of unequal layers", "conv with a hidden layer", "conv without normalisation", "resnet", "bag", "wordpiece", "textconv"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WithoutSomeUnitsItAnswersAsIfTheyWereZero(string kind)
    {
        using var scope = NewDisposeScope();
        using var model = Made(kind);
        var groups = KeptUnits.Groups(model);
        Assert.NotEmpty(groups);
        // Every second unit of each layer and its first one.
        IReadOnlyList<IReadOnlyList<long>> kept = [.. groups.Select(group => (IReadOnlyList<long>)[.. Enumerable.Range(0, group.Units).Where(unit => unit == 0 || unit % 2 == 1).Select(unit => (long)unit)])];

        using var smaller = KeptUnits.Of(model, kept);
        Assert.Equal(groups.Select((group, number) => (group.Layer, kept[number].Count)), KeptUnits.Groups(smaller).Select(group => (group.Layer, group.Units)));
        Assert.True(smaller.ParameterCount < model.ParameterCount);
        var inputs = Inputs(kind);
        var found = smaller.call(inputs);
        Silence(model, groups, kept);
        var wanted = model.call(inputs);

        Assert.True((found - wanted).abs().max().item<float>() < 1e-5f * Math.Max(1, wanted.abs().max().item<float>()));
        Assert.False(found.std(0).max().item<float>() == 0, "the answers do not follow the inputs");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WithAllUnitsItIsTheModel(string kind)
    {
        using var model = Made(kind);
        using var same = KeptUnits.Of(model, [.. KeptUnits.Groups(model).Select(group => (IReadOnlyList<long>)[.. Enumerable.Range(0, group.Units).Select(unit => (long)unit)])]);
        // A stage of equal layers is now told layer by layer, which is the same network.
        Assert.Equal(model.State().Select(pair => (pair.Name, Bytes(pair.Value))), same.State().Select(pair => (pair.Name, Bytes(pair.Value))));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WhatIsLeftIsSavedAndOpened(string kind)
    {
        using var folder = new TemporaryFolder();
        using var model = Made(kind);
        using var smaller = KeptUnits.Of(model, [.. KeptUnits.Groups(model).Select(_ => (IReadOnlyList<long>)[1L])]);
        ModelFile.Save(folder.File("smaller.safetensors"), smaller);
        using var opened = ModelFile.Load(folder.File("smaller.safetensors"));
        Assert.Equal(smaller.Fingerprint(), opened.Fingerprint());
        Assert.Equal(smaller.Spec, opened.Spec);
        Assert.Equal(smaller.Spec!.GetHashCode(), opened.Spec!.GetHashCode());
    }

    [Fact]
    public void ATransformerAndANetworkOfTheCallersHaveNoUnitsToTakeOut()
    {
        using var own = new Classifier(ExampleShape.Features(3), Classes, Normalisation.None, nn.Linear(3, 3));
        Assert.Empty(KeptUnits.Groups(own));
        Assert.Empty(new TransformerSpec { Vocabulary = "[PAD] [UNK] [CLS] [SEP] a b" }.UnitGroups(ExampleShape.Features(16)));
    }

    [Theory]
    [InlineData("[[1, 2]]", "innerChannels is [[1, 2]]; expected 1 numbers from 1 to 4096 for each of 2 stages, or null")]
    [InlineData("[[1], [0]]", "innerChannels is [[1], [0]]; expected 1 numbers from 1 to 4096 for each of 2 stages, or null")]
    [InlineData("[[1], null]", "innerChannels is [[1], []]; expected 1 numbers from 1 to 4096 for each of 2 stages, or null")]
    public void InnerChannelsOfAConvAreChecked(string inner, string problem)
    {
        var network = System.Text.Json.JsonSerializer.Deserialize<IReadOnlyList<IReadOnlyList<int>>>(inner);
        Assert.Equal(problem, Assert.Single(new ConvNetSpec { Channels = [4, 8], Depth = 2, InnerChannels = network }.Problems(new ExampleShape(1, 8, 8))));
    }

    [Fact]
    public void InnerChannelsOfAResnetAreCheckedAndCounted()
    {
        var shape = new ExampleShape(3, 8, 8);
        Assert.Equal(
            "innerChannels is [1, 2]; expected 3 numbers from 1 to 16384, one a block, or null",
            Assert.Single(new ResNetSpec { Depth = 8, Width = 4, InnerChannels = [1, 2] }.Problems(shape)));
        Assert.Equal(new ResNetSpec { Depth = 8, Width = 4 }.MultiplyAdds(shape, 3), new ResNetSpec { Depth = 8, Width = 4, InnerChannels = [4, 8, 16] }.MultiplyAdds(shape, 3));
        // A channel less at full size: 4 + 4 channels at 9 places of 64 pixels.
        Assert.Equal(8 * 9 * 64, new ResNetSpec { Depth = 8, Width = 4 }.MultiplyAdds(shape, 3) - new ResNetSpec { Depth = 8, Width = 4, InnerChannels = [3, 8, 16] }.MultiplyAdds(shape, 3));
    }

    internal static Classifier Made(string kind)
    {
        var model = Classifier.Build(new ModelSpec(Shape(kind), Classes, IsText(kind) ? Normalisation.None : new Normalisation([0.4], [0.3]), Network(kind)), seed: 5);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        random.manual_seed(9);
        // Statistics of a trained model are not those of a new one.
        foreach (var (name, value) in model.Statistics())
        {
            // Near what the convolutions make, so that inputs are told apart to the end and no answer is huge.
            value.copy_(name.EndsWith("var", StringComparison.Ordinal) ? rand(value.shape).Times(0.3).Plus(0.2) : rand(value.shape).Times(0.1));
        }

        foreach (var (_, value) in model.Weights().Where(pair => pair.Name.Contains("norm", StringComparison.Ordinal)))
        {
            value.copy_(rand(value.shape).Plus(0.5));
        }

        model.eval();
        return model;
    }

    internal static Tensor Inputs(string kind)
    {
        random.manual_seed(3);
        var shape = Shape(kind);
        return IsText(kind) ? randint('a', 'e', [6, shape.Channels], ScalarType.Byte) : randint(0, 256, [6, shape.Channels, shape.Height, shape.Width], ScalarType.Byte);
    }

    private static bool IsText(string kind) => kind is "bag" or "wordpiece" or "textconv";

    private static ExampleShape Shape(string kind) => IsText(kind) ? ExampleShape.Features(16) : kind == "mlp" ? new(1, 5, 5) : new(3, 9, 8);

    private static NetworkSpec Network(string kind) => kind switch
    {
        "mlp" => new MlpSpec { Widths = [7, 5] },
        "conv" => new ConvNetSpec { Channels = [4, 6], Depth = 2, Hidden = 0 },
        "conv of unequal layers" => new ConvNetSpec { Channels = [8, 12], Depth = 3, InnerChannels = [[6, 10], [5, 14]], Hidden = 0 },
        "conv with a hidden layer" => new ConvNetSpec { Channels = [4, 6], Hidden = 5 },
        "conv without normalisation" => new ConvNetSpec { Channels = [9, 12], Depth = 2, Hidden = 15, BatchNorm = false },
        "resnet" => new ResNetSpec { Depth = 14, Width = 3 },
        "bag" => new BagSpec { Buckets = 64, Dimensions = 6, Widths = [5] },
        "wordpiece" => new WordPieceSpec { Vocabulary = "[PAD] [UNK] a b c d ##a ##b ##c ##d", Dimensions = 6, Widths = [5] },
        _ => new WordPieceSpec { Vocabulary = "[PAD] [UNK] a b c d ##a ##b ##c ##d", Dimensions = 6, Kernels = [1, 2], Filters = 8, Widths = [15, 13] },
    };

    private static void Silence(Classifier model, IReadOnlyList<UnitGroup> groups, IReadOnlyList<IReadOnlyList<long>> kept)
    {
        using var quiet = no_grad();
        var weights = model.Weights().ToDictionary(pair => pair.Name, pair => pair.Parameter, StringComparer.Ordinal);
        foreach (var (group, units) in groups.Zip(kept))
        {
            foreach (var gone in Enumerable.Range(0, group.Units).Select(unit => (long)unit).Except(units))
            {
                group.Gates.ToList().ForEach(gate => weights[gate.Tensor].select(gate.Axis, gone).zero_());
            }
        }
    }

    private static string Bytes(Tensor value)
    {
        using var scope = NewDisposeScope();
        return Convert.ToHexString(value.detach().contiguous().bytes);
    }
}
