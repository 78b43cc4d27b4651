using Distill.Runs;
using Distill.Teachers.Foreign;
using static TorchSharp.torch;

namespace Distill.Tests.Teachers.Foreign;

public sealed class PixelReadingTests
{
    private static readonly ExampleShape Colour = new(3, 4, 5);
    private static readonly ExampleShape Grey = new(1, 4, 5);

    [Fact]
    public void AllWaysAreOpenWhereNothingTells()
    {
        var readings = Fit(new(), new ForeignInput(), Colour).Readings;
        Assert.Equal(8, readings.Count);
        Assert.Equal("pixels 0 to 1, RGB", readings[0].Name);
        Assert.Equal(8, readings.Select(reading => reading.Choice).Distinct().Count());
        Assert.Equal("Preset = \"imagenet\", ColorOrder = Bgr", readings[^1].Choice);
        Assert.Equal([ForeignRemedy.Preset, ForeignRemedy.ColorOrder], readings[^1].Remedies);
    }

    [Fact]
    public void TheFirstIsWhatIsTaken()
    {
        var adapter = Fit(new(), new ForeignInput(), Colour);
        using var raw = ForeignTrial.Examples(Colour);
        using var taken = adapter.View.Apply(raw);
        using var first = adapter.Readings[0].View.Apply(raw);
        Assert.True(taken.equal(first).all().item<bool>());
    }

    [Fact]
    public void WhatTheOptionsOrTheFileSayIsNotTriedOtherwise()
    {
        Assert.Equal(2, Fit(new() { Range = PixelRange.Byte }, new ForeignInput(), Colour).Readings.Count);
        Assert.Equal(2, Fit(new() { Preset = "imagenet" }, new ForeignInput(), Colour).Readings.Count);
        Assert.Equal(2, Fit(new() { Mean = [0.5] }, new ForeignInput(), Colour).Readings.Count);
        Assert.Equal(4, Fit(new() { ColorOrder = ColorOrder.Rgb }, new ForeignInput(), Colour).Readings.Count);
        Assert.Equal(2, Fit(new(), new ForeignInput(TakesBytes: true), Colour).Readings.Count);
        Assert.Equal(2, Fit(new(), new ForeignInput(Range: PixelRange.Byte), Colour).Readings.Count);
        Assert.Empty(Fit(new(), new ForeignInput(Range: PixelRange.Unit, ColorOrder: ColorOrder.Rgb), Colour).Readings);
        Assert.Empty(Fit(new() { Range = PixelRange.Unit, ColorOrder = ColorOrder.Bgr }, new ForeignInput(), Colour).Readings);
    }

    [Fact]
    public void GreyHasNoOrderAndFeaturesNoPixels()
    {
        Assert.Equal(3, Fit(new(), new ForeignInput(), Grey).Readings.Count);
        Assert.Equal(4, Fit(new(), new ForeignInput(Channels: 3), Grey).Readings.Count);
        Assert.Equal(3, Fit(new(), new ForeignInput(Channels: 1), Colour).Readings.Count);
        Assert.Empty(Fit(new(), new ForeignInput(InputLayout.Flat), ExampleShape.Features(7)).Readings);
        Assert.Empty(Fit(new(), new ForeignInput(InputLayout.Flat), ExampleShape.Features(3)).Readings);
    }

    [Theory]
    [InlineData(InputLayout.Nchw)]
    [InlineData(InputLayout.Nhwc)]
    [InlineData(InputLayout.Flat)]
    public void BgrTurnsTheChannelsAfterTheMean(InputLayout layout)
    {
        var options = new ForeignTeacherOptions { Layout = layout, Mean = [0.1, 0.2, 0.3] };
        using var raw = ForeignTrial.Examples(Colour);
        using var rgb = ViewFit.Of("t", options, new ForeignInput(), Colour).Apply(raw);
        using var bgr = ViewFit.Of("t", options with { ColorOrder = ColorOrder.Bgr }, new ForeignInput(), Colour).Apply(raw);
        using var turned = layout switch
        {
            InputLayout.Nchw => rgb.flip(1),
            InputLayout.Nhwc => rgb.flip(3),
            _ => rgb.reshape(2, 3, 20).flip(1).reshape(2, 60),
        };
        Assert.True(bgr.equal(turned).all().item<bool>());
        Assert.False(bgr.equal(rgb).all().item<bool>());
    }

    [Fact]
    public void BytesAreTurnedToo()
    {
        using var raw = ForeignTrial.Examples(Colour);
        using var seen = ViewFit.Of("t", new() { ColorOrder = ColorOrder.Bgr }, new ForeignInput(TakesBytes: true), Colour).Apply(raw);
        using var turned = raw.flip(1);
        Assert.True(seen.equal(turned).all().item<bool>());
    }

    [Fact]
    public void ColoursOfNoColourImageAreRefused()
    {
        var options = new ForeignTeacherOptions { ColorOrder = ColorOrder.Bgr };
        Assert.Contains("colorOrder is for images of three channels", Assert.Throws<DistillException>(() => Fit(options, new ForeignInput(), Grey)).Message, StringComparison.Ordinal);
        Assert.Throws<DistillException>(() => Fit(options, new ForeignInput(InputLayout.Flat), ExampleShape.Features(3)));
    }

    // Stored targets of a teacher that says nothing of colours stay those of the same teacher.
    [Fact]
    public void OnlyBgrChangesTheFingerprint()
    {
        var plain = ViewFit.Of("t", new(), new ForeignInput(), Colour).Fingerprint();
        Assert.Equal(plain, ViewFit.Of("t", new() { ColorOrder = ColorOrder.Rgb }, new ForeignInput(), Colour).Fingerprint());
        Assert.NotEqual(plain, ViewFit.Of("t", new() { ColorOrder = ColorOrder.Bgr }, new ForeignInput(), Colour).Fingerprint());
    }

    private static ForeignAdapter Fit(ForeignTeacherOptions options, ForeignInput input, ExampleShape shape) =>
        ForeignAdapter.Fit("t.onnx", options, input, OutputKind.Logits, null, shape, ["a", "b", "c"], seen => randn(seen.shape[0], 3));
}
