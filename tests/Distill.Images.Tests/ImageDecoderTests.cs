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

        Assert.Equal([0, 1, 2, 10, 11, 12, 100, 101, 102, 100, 101, 102, 200, 200, 200, 201, 201, 201], Decode(png));
    }

    [Theory]
    [InlineData(255, 0, 0, 76)]
    [InlineData(0, 255, 0, 150)]
    [InlineData(0, 0, 255, 29)]
    [InlineData(255, 255, 255, 255)]
    public void GreyIsLuma(byte red, byte green, byte blue, byte expected) =>
        Assert.All(Decode(Pictures.Plain(red, green, blue), new() { Color = ImageColor.Grey }, grey: true), p => Assert.Equal(expected, p));

    [Fact]
    public void GreyHasOneChannelOrThreeEqualOnes()
    {
        var png = Pictures.GreyPng(2, 2, (x, y) => (byte)(50 * x + 100 * y));

        Assert.Equal([0, 50, 100, 150], Decode(png, grey: true));
        Assert.Equal([0, 50, 100, 150, 0, 50, 100, 150, 0, 50, 100, 150], Decode(png));
    }

    [Theory]
    [InlineData("black", new byte[] { 0, 100, 0, 50, 0, 0 })]
    [InlineData("white", new byte[] { 255, 227, 255, 177, 255, 127 })]
    [InlineData("#102030", new byte[] { 16, 108, 32, 66, 48, 24 })]
    public void TransparencyLiesOverTheBackground(string background, byte[] expected)
    {
        var png = Pictures.Png(2, 1, (x, _) => x == 0 ? new SKColor(9, 9, 9, 0) : new SKColor(200, 100, 0, 128));

        Assert.All(Decode(png, new() { Background = background }).Zip(expected), pair => Assert.InRange(pair.First, pair.Second - 1, pair.Second + 1));
    }

    [Fact]
    public void AnUnknownBackgroundIsRefused() =>
        Assert.Contains("Background is 'pink'", Assert.Throws<DistillException>(() => ImageBackground.Parse("pink")).Message, StringComparison.Ordinal);

    [Fact]
    public void JpegComesCloseToWhatWasEncoded()
    {
        var pixels = Decode(Pictures.Jpeg(16, 16, (x, _) => new SKColor((byte)(10 * x), 80, 80)));

        for (var i = 0; i < 256; i++)
        {
            Assert.InRange(pixels[i], i % 16 * 10 - 12, i % 16 * 10 + 12);
        }
    }

    [Fact]
    public void BmpWebpAndGifAreRead()
    {
        SKColor Color(int x, int y) => new((byte)(90 * x), (byte)(90 * y), 7);

        Assert.Equal([0, 90, 180, 0, 90, 180, 0, 0, 0, 90, 90, 90, 7, 7, 7, 7, 7, 7], Decode(Pictures.Bmp(3, 2, Color)));
        Assert.Equal([255, 0, 0], Decode(Pictures.RedGif()));
        Assert.All(Decode(Pictures.Webp(8, 8, (_, _) => new(200, 200, 200))), p => Assert.InRange(p, 196, 204));
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, 1, 0)]
    [InlineData(3, 3, 2)]
    [InlineData(4, 2, 3)]
    [InlineData(5, 0, 2)]
    [InlineData(6, 2, 0)]
    [InlineData(7, 3, 1)]
    [InlineData(8, 1, 3)]
    public void PhotographsAreShownAsTheirCameraWasHeld(byte orientation, int topLeft, int topRight)
    {
        // Four quarters: 0 and 1 above, 2 and 3 below; the picture is wider than high.
        var jpeg = Pictures.Held(Pictures.Jpeg(32, 16, (x, y) => Level(x / 16 + 2 * (y / 8))), orientation);
        var (width, height) = orientation < 5 ? (32, 16) : (16, 32);

        var pixels = Decode(jpeg, new(), false, new(width, height));

        Assert.InRange(pixels[2 * width + 2], 80 * topLeft - 15, 80 * topLeft + 15);
        Assert.InRange(pixels[2 * width + width - 3], 80 * topRight - 15, 80 * topRight + 15);

        static SKColor Level(int quarter) => new((byte)(80 * quarter), (byte)(80 * quarter), (byte)(80 * quarter));
    }

    [Theory]
    [InlineData(ImageFit.Stretch, new byte[] { 10, 10, 200, 200 })]
    [InlineData(ImageFit.Crop, new byte[] { 10, 10, 200, 200 })]
    [InlineData(ImageFit.Pad, new byte[] { 255, 10, 200, 255 })]
    public void AnotherShapeIsStretchedCutOrFilled(ImageFit fit, byte[] columns)
    {
        // Twice as high as wide: to 4×4, half of it is 4 wide, all of it 2.
        var png = Pictures.Png(8, 16, (x, _) => x < 4 ? new SKColor(10, 10, 10) : new SKColor(200, 200, 200));

        var pixels = Decode(png, new() { Resize = new(4, 4), Fit = fit, Background = "white" }, grey: true, new(4, 4));

        for (var row = 0; row < 4; row++)
        {
            Assert.All(pixels[(4 * row)..(4 * row + 4)].Zip(columns), pair => Assert.InRange(pair.First, Math.Max(0, pair.Second - 30), Math.Min(255, pair.Second + 30)));
        }
    }

    [Fact]
    public void CroppingKeepsTheMiddle()
    {
        var png = Pictures.GreyPng(12, 4, (x, _) => (byte)(20 * x));

        Assert.Equal([80, 100, 120, 140], Decode(png, new() { Resize = new(4, 4), Fit = ImageFit.Crop }, grey: true, new(4, 4))[..4]);
    }

    [Fact]
    public void VeryLargePhotographsAreDecodedSmall()
    {
        using var bitmap = new SKBitmap(8160, 6120, SKColorType.Gray8, SKAlphaType.Opaque);
        bitmap.Erase(new SKColor(90, 90, 90));
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 80);
        using var image = new EncodedImage(data.ToArray(), new ImageSize(64, 64));

        Assert.Equal((new ImageSize(8160, 6120), new ImageSize(1020, 765)), (image.Header.Size, image.Header.Decoded));
        var pixels = new ImageDecoder(new() { Resize = new(64, 64) }, new(new(64, 64), Grey: true, null)).Decode(image);
        Assert.All(pixels, p => Assert.InRange(p, 88, 92));
    }

    [Fact]
    public void SixteenBitsAreScaledToTheLargestValue()
    {
        var png = Pictures.WidePng(4, 1, (x, _) => x * 1365);
        using var image = new EncodedImage(png, null);

        Assert.Equal(4095, image.LargestValue());
        Assert.Equal([0, 85, 170, 255], new ImageDecoder(new(), new(new(4, 1), Grey: true, 4095)).Decode(image));
        Assert.Equal([0, 5, 10, 15], new ImageDecoder(new(), new(new(4, 1), Grey: true, null)).Decode(image));
    }

    [Fact]
    public void SixteenBitsWithAlphaLieOverTheBackground()
    {
        byte[] samples = [0x0F, 0xFF, 0xFF, 0xFF, 0x0F, 0xFF, 0, 0];
        using var image = new EncodedImage(Pictures.StoredPng(2, 1, 16, 4, samples), null);

        Assert.Equal([255, 0], new ImageDecoder(new(), new(new(2, 1), Grey: true, 4095)).Decode(image));
    }

    [Fact]
    public void WhatIsWrongIsSaid()
    {
        string Problem(byte[] bytes) => Assert.Throws<DistillException>(() => Decode(bytes)).Message;
        var png = Pictures.Plain(1, 2, 3, 16);

        Assert.Equal("is empty", Problem([]));
        Assert.StartsWith("is damaged", Problem(png[..^30]), StringComparison.Ordinal);
        Assert.Equal("is damaged", Problem(png[..20]));
        Assert.Contains("pointer of Git LFS", Problem("version https://git-lfs.github.com/spec/v1\n"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("a page of HTML", Problem("<!DOCTYPE html><html>"u8.ToArray()), StringComparison.Ordinal);
    }

    private static byte[] Decode(byte[] encoded, ImageOptions? options = null, bool grey = false, ImageSize? size = null)
    {
        using var image = new EncodedImage(encoded, options?.Resize);
        return new ImageDecoder(options ?? new(), new(size ?? image.Header.Size, grey, null)).Decode(image);
    }
}
