using Distill.Data;
using Distill.Runs;
using Distill.Teachers.Foreign;
using static TorchSharp.torch;

namespace Distill.Tests.Teachers.Foreign;

public sealed class ForeignViewTests
{
    private static readonly ExampleShape Grey = new(1, 4, 6);
    private static readonly ExampleShape Colour = new(3, 4, 6);

    // What Pillow 9 makes of a float image of 5 rows and 7 columns, ((7x + 13y²) mod 50) / 10, with its bilinear filter.
    public static TheoryData<int, int, float[]> Pillow => new()
    {
        { 3, 2, [1.3f, 1.85882f, 2.58571f, 2.7f, 3.16524f, 3.3039f] },
        {
            4, 5,
            [
                0.56667f, 0.84f, 1.392f, 2.05238f, 1.26667f, 1.54f, 2.092f, 2.75238f, 1.96667f, 2.24f, 2.792f, 3.45238f, 2.66667f, 2.94f,
                3.492f, 4.15238f, 3.36667f, 3.64f, 3.192f, 2.70952f,
            ]
        },
        {
            2, 8,
            [
                0.77674f, 1.62791f, 1.08299f, 1.93416f, 1.52049f, 2.37166f, 1.95799f, 2.80916f, 2.39549f, 3.24666f, 2.83299f, 3.68416f,
                3.27049f, 3.27137f, 3.57674f, 2.91628f,
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Pillow))]
    public void ScalesAsPillowDoes(int width, int height, float[] expected)
    {
        using var image = tensor(Enumerable.Range(0, 35).Select(i => ((7 * (i / 7)) + (13 * (i % 7) * (i % 7))) % 50 / 10f).ToArray(), 1, 1, 5, 7);
        using var scaled = Resampling.Apply(image, height, width);

        Assert.Equal([1, 1, height, width], scaled.shape);
        Assert.All(expected.Zip(scaled.data<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public void EnlargesAsLibtorchDoes()
    {
        using var image = rand(2, 3, 5, 7);
        using var scaled = Resampling.Apply(image, 11, 16);
        using var expected = nn.functional.interpolate(image, [11, 16], mode: InterpolationMode.Bilinear, align_corners: false);

        Assert.True(scaled.allclose(expected, atol: 1e-5));
    }

    [Fact]
    public void NormalisesInUnitsOfWhite()
    {
        var options = new ForeignTeacherOptions { Mean = [0.1, 0.2, 0.3], StandardDeviation = [0.5, 0.25, 2] };
        using var raw = Pixels(Colour);
        using var seen = Fit(options, new ForeignInput(InputLayout.Nchw, 3), Colour).Apply(raw);

        Assert.Equal(((raw[1, 2, 3, 4].item<byte>() / 255f) - 0.3f) / 2, seen[1, 2, 3, 4].item<float>(), 1e-5f);
        Assert.Equal(((raw[0, 0, 0, 1].item<byte>() / 255f) - 0.1f) / 0.5f, seen[0, 0, 0, 1].item<float>(), 1e-5f);
    }

    [Fact]
    public void RangeOfBytesMultipliesWhatIsLeft()
    {
        var options = new ForeignTeacherOptions { Mean = [0.5], Range = PixelRange.Byte };
        using var raw = Pixels(Grey);
        using var seen = Fit(options, new ForeignInput(InputLayout.Nchw, 1), Grey).Apply(raw);

        Assert.Equal(raw[0, 0, 1, 1].item<byte>() - 127.5f, seen[0, 0, 1, 1].item<float>(), 1e-3f);
    }

    [Fact]
    public void GreyIsRepeatedAndColourTurnsGrey()
    {
        using var grey = Pixels(Grey);
        using var three = Fit(new(), new ForeignInput(InputLayout.Nchw, 3), Grey).Apply(grey);
        Assert.Equal([2, 3, 4, 6], three.shape);
        Assert.Equal(three[1, 0, 2, 2].item<float>(), three[1, 2, 2, 2].item<float>());

        using var colour = Pixels(Colour);
        using var one = Fit(new(), new ForeignInput(InputLayout.Nchw, 1), Colour).Apply(colour);
        var brightness = (0.299f * colour[1, 0, 2, 3].item<byte>()) + (0.587f * colour[1, 1, 2, 3].item<byte>()) + (0.114f * colour[1, 2, 2, 3].item<byte>());
        Assert.Equal([2, 1, 4, 6], one.shape);
        Assert.Equal(brightness / 255, one[1, 0, 2, 3].item<float>(), 1e-5f);
    }

    [Fact]
    public void PresetsOfColourTurnGreyDataIntoColour()
    {
        using var raw = Pixels(Grey);
        using var seen = Fit(new() { Preset = "imagenet" }, new ForeignInput(), Grey).Apply(raw);

        Assert.Equal([2, 3, 4, 6], seen.shape);
        Assert.Equal(((raw[0, 0, 3, 3].item<byte>() / 255f) - 0.406f) / 0.225f, seen[0, 2, 3, 3].item<float>(), 1e-5f);
    }

    [Fact]
    public void LaysOutChannelsLastAndFlat()
    {
        using var raw = Pixels(Colour);
        using var last = Fit(new(), new ForeignInput(InputLayout.Nhwc, 3, 4, 6), Colour).Apply(raw);
        using var flat = Fit(new(), new ForeignInput(InputLayout.Flat, 72), Colour).Apply(raw);

        Assert.Equal([2, 4, 6, 3], last.shape);
        Assert.Equal(raw[1, 2, 3, 5].item<byte>() / 255f, last[1, 3, 5, 2].item<float>(), 1e-6f);
        Assert.Equal([2, 72], flat.shape);
        Assert.Equal(raw[1, 2, 3, 5].item<byte>() / 255f, flat[1, 71].item<float>(), 1e-6f);
    }

    [Fact]
    public void BytesStayBytes()
    {
        using var raw = Pixels(Colour);
        using var seen = Fit(new(), new ForeignInput(InputLayout.Nchw, 3, TakesBytes: true), Colour).Apply(raw);
        Assert.True(seen.equal(raw).all().item<bool>());

        using var small = Fit(new(), new ForeignInput(InputLayout.Nchw, 3, 2, 3, TakesBytes: true), Colour).Apply(raw);
        var mean = (raw[0, 0, 0, 0].item<byte>() + raw[0, 0, 0, 1].item<byte>() + raw[0, 0, 1, 0].item<byte>() + raw[0, 0, 1, 1].item<byte>()) / 4f;
        Assert.Equal(ScalarType.Byte, small.dtype);
        Assert.InRange(small[0, 0, 0, 0].item<byte>(), 0, 255);
        Assert.True(Math.Abs(mean - small[0, 0, 0, 0].item<byte>()) < 100);
    }

    [Fact]
    public void TheRawBatchIsLeftAsItIs()
    {
        using var raw = tensor(new float[] { 1, 2, 3, 4 }, 2, 2);
        using var seen = Fit(new() { Mean = [1, 2], StandardDeviation = [3] }, new ForeignInput(InputLayout.Flat, 2), ExampleShape.Features(2)).Apply(raw);

        Assert.Equal([1f, 2, 3, 4], raw.data<float>().ToArray());
        Assert.All(new[] { 0f, 0, 2f / 3, 2f / 3 }.Zip(seen.data<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void EverythingThatDoesNotFitIsNamedAtOnce()
    {
        var options = new ForeignTeacherOptions { Size = new ImageSize(32, 32), Mean = [0.1, 0.2] };
        var error = Assert.Throws<DistillException>(() => Fit(options, new ForeignInput(InputLayout.Nchw, 4, 28, 28), Colour));

        Assert.Contains("4 channels", error.Message, StringComparison.Ordinal);
        Assert.Contains("28×28", error.Message, StringComparison.Ordinal);
        Assert.Contains("have 2 numbers, and it takes 4 channels", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("takes rows of 784 numbers", 784)]
    [InlineData("takes rows of 25 numbers", 25)]
    public void RowsOfAnotherLengthAreNoShapeError(string expected, int numbers)
    {
        var error = Assert.Throws<DistillException>(() => Fit(new(), new ForeignInput(InputLayout.Flat, numbers), Grey));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("ForeignTeacherOptions.Size", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KeepsTheCountOfLiveTensors()
    {
        using var scope = NewDisposeScope();
        using var raw = Pixels(Colour);
        var view = Fit(new() { Size = new ImageSize(3, 3), Preset = "half" }, new ForeignInput(InputLayout.Nhwc, 1), Colour);
        view.Apply(raw).Dispose();
        var before = scope.DisposablesCount;
        view.Apply(raw).Dispose();
        Assert.Equal(before, scope.DisposablesCount);
    }

    private static ForeignView Fit(ForeignTeacherOptions options, ForeignInput input, ExampleShape examples) =>
        ViewFit.Of("teacher.onnx", options, input, examples);

    private static Tensor Pixels(ExampleShape shape) => ForeignTrial.Examples(shape);
}
