using Distill.Models;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Tests.Models;

public sealed class ModelTests
{
    private static readonly string[] TenClasses = [.. Enumerable.Range(0, 10).Select(number => $"class {number}")];

    public static TheoryData<NetworkSpec, int, long, long> Architectures => new()
    {
        // 784·30 + 30·10 products; one more parameter a unit for its bias.
        { new MlpSpec { Widths = [30], InputDropout = 0.2, HiddenDropout = 0.5, MaxNorm = 15 }, 1, 23_820, 23_860 },

        // 1·4·9·784 + 4·8·9·196 + 8·49·16 + 16·10; norms have 2 a channel.
        { new ConvNetSpec { Channels = [4, 8], Hidden = 16 }, 1, 91_104, 36 + 288 + (8 * 49 * 16) + 16 + 160 + 10 + 24 },

        // One block a stage: 3·2·9·784, 2·(2·2·9)·784, (2·4·9 + 4·4·9 + 2·4)·196, (4·8·9 + 8·8·9 + 4·8)·49, 8·10.
        {
            new ResNetSpec { Depth = 8, Width = 2 }, 3,
            42_336 + 56_448 + 43_904 + 43_904 + 80,
            54 + 4 + 72 + 8 + (72 + 144 + 8) + 24 + (288 + 576 + 32) + 48 + 90
        },
    };

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Counts_agree_with_those_made_by_hand(NetworkSpec network, int channels, long multiplyAdds, long parameters)
    {
        using var model = Classifier.Build(Spec(network, channels), seed: 1);
        Assert.Equal(multiplyAdds, model.Spec!.MultiplyAdds);
        Assert.Equal(parameters, model.ParameterCount);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void A_saved_model_gives_the_same_logits(NetworkSpec network, int channels, long multiplyAdds, long parameters)
    {
        _ = (multiplyAdds, parameters);
        using var folder = new TemporaryFolder();
        using var model = Classifier.Build(Spec(network, channels), seed: 3);
        model.eval();
        var path = Path.Combine(folder.Path, "model.safetensors");
        ModelFile.Save(path, model);
        using var loaded = ModelFile.Load(path);
        using var inputs = randint(0, 256, [5, channels, 28, 28], ScalarType.Byte);
        using var expected = model.call(inputs);
        using var found = loaded.call(inputs);
        Assert.Equal(expected.data<float>().ToArray(), found.data<float>().ToArray());
        Assert.Equal(model.Fingerprint(), loaded.Fingerprint());
        Assert.Equal(model.Spec, loaded.Spec);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Bf16_logits_are_close_and_float32(NetworkSpec network, int channels, long multiplyAdds, long parameters)
    {
        _ = (multiplyAdds, parameters);
        using var model = Classifier.Build(Spec(network, channels), seed: 3);
        model.eval();
        using var working = model.Copy(Precision.Bf16);
        using var inputs = randint(0, 256, [64, channels, 28, 28], ScalarType.Byte);
        using var exact = model.call(inputs);
        if (network is not MlpSpec && Record.Exception(() => working.call(inputs).Dispose()) is { } refusal)
        {
            // libtorch's convolutions are wrong on some processors; nothing is answered there.
            Assert.EndsWith("Use precision f32.", Assert.IsType<DistillException>(refusal).Message, StringComparison.Ordinal);
            return;
        }

        using var rounded = working.call(inputs);
        Assert.Equal(ScalarType.Float32, rounded.dtype);
        using var difference = (exact - rounded).abs().max();

        // bf16 keeps eight bits; the first logits of these nets are of the order of one.
        Assert.InRange(difference.item<float>(), 1e-7f, 0.1f);
    }

    [Fact]
    public void First_weights_depend_on_the_seed_alone()
    {
        var spec = Spec(new MlpSpec { Widths = [20] }, 1);
        manual_seed(5);
        using var before = rand(3);
        using var first = Classifier.Build(spec, seed: 7);
        manual_seed(5);
        using var second = Classifier.Build(spec, seed: 7);
        using var after = rand(3);
        using var other = Classifier.Build(spec, seed: 8);
        Assert.Equal(first.Fingerprint(), second.Fingerprint());
        Assert.NotEqual(first.Fingerprint(), other.Fingerprint());
        Assert.Equal(before.data<float>().ToArray(), after.data<float>().ToArray());
    }

    [Theory]
    [MemberData(nameof(Nets.Names), MemberType = typeof(Nets))]
    public void A_scale_of_the_first_layer_leaves_all_others_as_they_are_drawn(string net)
    {
        var spec = Nets.Named(net);
        using var drawn = Classifier.Build(spec, seed: 7);
        using var scaled = Classifier.Build(spec with { Network = spec.Network with { FirstLayerScale = 0.25 } }, seed: 7);
        var first = true;
        foreach (var ((name, expected), (_, actual)) in drawn.Weights().Zip(scaled.Weights()))
        {
            var layer = name[..name.LastIndexOf('.')];
            first = first && layer == drawn.Weights().First().Name[..name.LastIndexOf('.')];
            var factor = first ? 0.25f : 1f;
            Assert.Equal(expected.data<float>().Select(value => value * factor), actual.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6f);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void A_scale_of_the_first_layer_is_above_0_and_at_most_1(double scale)
    {
        var spec = Spec(new MlpSpec { Widths = [20], FirstLayerScale = scale }, 1);
        var mistake = Assert.Throws<DistillException>(() => Classifier.Build(spec, seed: 7));
        Assert.Contains("firstLayerScale is", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Normalisation_scales_bytes_and_centres_channels()
    {
        var normalisation = new Normalisation([0.5, 0.25], [0.5, 2]);
        using var raw = tensor(new byte[] { 0, 255, 51, 102 }, 1, 2, 1, 2);
        using var values = normalisation.Apply(raw, ScalarType.Float32);
        Assert.Equal([-1f, 1f, (0.2f - 0.25f) / 2, (0.4f - 0.25f) / 2], values.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6f);
        Assert.Equal(new byte[] { 0, 255, 51, 102 }, raw.data<byte>().ToArray());
    }

    [Fact]
    public void Everything_out_of_range_is_listed_at_once()
    {
        var spec = new ModelSpec(
            new ExampleShape(1, 28, 28), ["only"], new Normalisation([0, 0], [1, 1]),
            new ConvNetSpec { Channels = [8, 8, 8, 8, 8, 8], Depth = 9, Dropout = 1 });
        var mistake = Assert.Throws<DistillException>(() => Classifier.Build(spec, seed: 1));
        Assert.Contains("1 classes", mistake.Message, StringComparison.Ordinal);
        Assert.Contains("2 means", mistake.Message, StringComparison.Ordinal);
        Assert.Contains("6 stages", mistake.Message, StringComparison.Ordinal);
        Assert.Contains("allow 4", mistake.Message, StringComparison.Ordinal);
        Assert.Contains("depth is 9", mistake.Message, StringComparison.Ordinal);
        Assert.Contains("dropout is 1", mistake.Message, StringComparison.Ordinal);
    }

    private static ModelSpec Spec(NetworkSpec network, int channels) =>
        new(new ExampleShape(channels, 28, 28), TenClasses, Normalisation.None, network);
}
