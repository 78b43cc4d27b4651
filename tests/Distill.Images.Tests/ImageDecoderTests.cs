using Distill.Data;
using Distill.Runs;
using SkiaSharp;

namespace Distill.Images.Tests;

public sealed class ImageDecoderTests
{
    [Fact]
    public void ChannelsComeAsPlanesInRowOrder()
    {
        var png = Pictures.Png(3, 2, (x, y) => new SKColor((byte)(10 * y + x), (byte)(100 + x), (byte)(200 + y)));

        var pixels = Decode(png, ImageColor.Rgb, out var shape);

        Assert.Equal(new ExampleShape(3, 2, 3), shape);
        Assert.Equal([0, 1, 2, 10, 11, 12, 100, 101, 102, 100, 101, 102, 200, 200, 200, 201, 201, 201], pixels);
    }

    [Theory]
    [InlineData(255, 0, 0, 76)]
    [InlineData(0, 255, 0, 150)]
    [InlineData(0, 0, 255, 29)]
    [InlineData(255, 255, 255, 255)]
    public void GreyIsLuma(byte red, byte green, byte blue, byte expected) =>
        Assert.All(Decode(Pictures.Plain(red, green, blue), ImageColor.Grey, out _), p => Assert.Equal(expected, p));

    [Fact]
    public void StoredGreyStaysGreyUnlessRgbIsAskedFor()
    {
        var png = Pictures.GreyPng(2, 2, (x, y) => (byte)(50 * x + 100 * y));

        Assert.Equal([0, 50, 100, 150], Decode(png, ImageColor.Auto, out var shape));
        Assert.Equal(1, shape.Channels);
        Assert.Equal([0, 50, 100, 150, 0, 50, 100, 150, 0, 50, 100, 150], Decode(png, ImageColor.Rgb, out _));
        Assert.Equal(3, DecodedShape(Pictures.Plain(1, 1, 1)).Channels);
    }

    [Fact]
    public void AColourImageAmongGreyOnesIsRefused()
    {
        var decoder = new ImageDecoder(ImageColor.Auto, null, "set");
        decoder.Begin("grey.png", Pictures.GreyPng(4, 4, (_, _) => 1));

        var error = Assert.Throws<DistillException>(() => decoder.Decode("red.png", Pictures.Plain(255, 0, 0)));

        Assert.Contains("red.png is in colour, but grey.png is grey", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TransparencyLiesOverBlack()
    {
        var png = Pictures.Png(2, 1, (x, _) => new SKColor(200, 200, 200, (byte)(x == 0 ? 0 : 255)));

        Assert.Equal([0, 200, 0, 200, 0, 200], Decode(png, ImageColor.Rgb, out _));
    }

    [Fact]
    public void JpegComesCloseToWhatWasEncoded()
    {
        var pixels = Decode(Pictures.Jpeg(16, 16, (x, _) => new SKColor((byte)(10 * x), 80, 80)), ImageColor.Rgb, out _);

        for (var i = 0; i < 256; i++)
        {
            Assert.InRange(pixels[i], i % 16 * 10 - 12, i % 16 * 10 + 12);
        }
    }

    [Fact]
    public void OtherFormatsAreNamed()
    {
        using var bitmap = new SKBitmap(4, 4);
        using var webp = bitmap.Encode(SKEncodedImageFormat.Webp, 90);

        var error = Assert.Throws<DistillException>(() => Decode(webp.ToArray(), ImageColor.Rgb, out _));

        Assert.Contains("x.png is Webp; only PNG and JPEG", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Decode(byte[] encoded, ImageColor color, out ExampleShape shape)
    {
        var decoder = new ImageDecoder(color, null, "set");
        decoder.Begin("x.png", encoded);
        shape = decoder.Shape;
        return decoder.Decode("x.png", encoded);
    }

    private static ExampleShape DecodedShape(byte[] encoded)
    {
        Decode(encoded, ImageColor.Auto, out var shape);
        return shape;
    }
}
