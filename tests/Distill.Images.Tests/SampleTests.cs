using Distill.Data;
using SkiaSharp;

namespace Distill.Images.Tests;

/// <summary>The sample application turns photographs as training did.</summary>
public sealed class SampleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void TheSampleTurnsPhotographsAlike(byte orientation)
    {
        var jpeg = Pictures.Held(Pictures.Jpeg(16, 8, (x, y) => new((byte)(10 * x), (byte)(20 * y), 5)), orientation);
        using var image = new EncodedImage(jpeg, null);
        byte[] pixels = [.. Enumerable.Range(0, 16 * 8 * 3).Select(i => (byte)i)];

        var ours = ImageTurn.Apply(pixels, new ImageSize(16, 8), 3, image.Header.Origin, out var shown);
        var theirs = new Image(3, 8, 16, [.. pixels.Select(pixel => (float)pixel)]).Turn(Orientation.Of(jpeg));

        Assert.Equal(orientation, (byte)image.Header.Origin);
        Assert.Equal((shown.Width, shown.Height), (theirs.Width, theirs.Height));
        Assert.Equal(ours.Select(pixel => (float)pixel), theirs.Values);
    }

    [Fact]
    public void FilesWithoutANoteAreLeftAsTheyLie()
    {
        Assert.Equal(1, Orientation.Of(Pictures.Jpeg(8, 8, (_, _) => new SKColor(1, 2, 3))));
        Assert.Equal(1, Orientation.Of(Pictures.Plain(1, 2, 3)));
        for (var length = 0; length < 60; length++)
        {
            Assert.InRange(Orientation.Of(Pictures.Held(Pictures.Jpeg(8, 8, (_, _) => new SKColor(1, 2, 3)), 6).AsSpan(0, length)), 1, 6);
        }
    }
}
