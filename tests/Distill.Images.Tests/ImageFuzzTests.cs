using Distill.Data;
using Distill.Runs;
using SkiaSharp;

namespace Distill.Images.Tests;

/// <summary>Damaged images bring nothing but the documented error. DISTILL_FUZZ sets how many of each kind are tried.</summary>
public sealed class ImageFuzzTests
{
    [Fact]
    public void Png() => Survives(Pictures.Png(9, 7, Color));

    [Fact]
    public void GreyPngOfSixteenBits() => Survives(Pictures.WidePng(9, 7, (x, y) => 300 * x + y));

    [Fact]
    public void PaletteOfPng() => Survives(Pictures.StoredPng(8, 4, 8, 3, [.. Enumerable.Range(0, 32).Select(i => (byte)i)], [.. Enumerable.Range(0, 96).Select(i => (byte)i)]));

    [Fact]
    public void Jpeg() => Survives(Pictures.Held(Pictures.Jpeg(17, 9, Color), 6));

    [Fact]
    public void Webp() => Survives(Pictures.Webp(9, 7, Color));

    [Fact]
    public void Bmp() => Survives(Pictures.Bmp(9, 7, Color));

    [Fact]
    public void Gif() => Survives(Pictures.RedGif());

    private static SKColor Color(int x, int y) => new((byte)(20 * x), (byte)(30 * y), 99, (byte)(255 - x));

    private static void Survives(byte[] original)
    {
        var options = new ImageOptions { Resize = new(5, 5), Fit = ImageFit.Crop, Background = "white" };
        var (decoder, wide) = (new ImageDecoder(options, new(new(5, 5), Grey: false, null)), new ImageDecoder(options, new(new(5, 5), Grey: true, 2000)));
        var refused = 0;
        var count = Mutations.Count(2000);
        Parallel.For(0, count, number =>
        {
            try
            {
                using var image = new EncodedImage(Mutations.Of(original, number), options.Resize);
                Assert.Equal(75, decoder.Decode(image).Length);
                Assert.Equal(25, wide.Decode(image).Length);
                Assert.InRange(image.Header.IsWide ? image.LargestValue() : 0, 0, ushort.MaxValue);
            }
            catch (DistillException)
            {
                Interlocked.Increment(ref refused);
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"mutation {number}: {error}");
            }
        });
        Assert.InRange(refused, count / 50, count);
    }
}
