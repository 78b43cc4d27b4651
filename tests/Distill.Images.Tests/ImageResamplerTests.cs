using CsCheck;
using Distill.Data;

namespace Distill.Images.Tests;

public sealed class ImageResamplerTests
{
    private static readonly Gen<(ImageSize From, ImageSize To, int Channels, int Seed)> Cases = Gen.Select(
        Gen.Select(Gen.Int[1, 24], Gen.Int[1, 24], (w, h) => new ImageSize(w, h)),
        Gen.Select(Gen.Int[1, 24], Gen.Int[1, 24], (w, h) => new ImageSize(w, h)),
        Gen.Int[1, 4],
        Gen.Int);

    [Fact]
    public void AgreesWithWeighingEveryPixel() => Cases.Sample((from, to, channels, seed) =>
    {
        var random = new SeededRandom(seed);
        var pixels = new byte[from.Width * from.Height * channels];
        foreach (ref var pixel in pixels.AsSpan())
        {
            pixel = (byte)random.Below(256);
        }

        var scaled = new ImageResampler(from, to).Scale(pixels, channels);

        for (var y = 0; y < to.Height; y++)
        {
            for (var x = 0; x < to.Width; x++)
            {
                for (var c = 0; c < channels; c++)
                {
                    var rows = Enumerable.Range(0, from.Height).Select(v =>
                        Math.Clamp(Weighted(from.Width, to.Width, x, u => pixels[(v * from.Width + u) * channels + c]), 0, 255)).ToArray();
                    var expected = Math.Clamp(Weighted(from.Height, to.Height, y, v => rows[v]), 0, 255);
                    // Each of the two passes rounds.
                    Assert.InRange(scaled[(y * to.Width + x) * channels + c], expected - 1.6, expected + 1.6);
                }
            }
        }
    });

    [Fact]
    public void TheSameSizeIsLeftAlone()
    {
        byte[] pixels = [.. Enumerable.Range(0, 60).Select(i => (byte)(i * 4))];

        Assert.Equal(pixels, new ImageResampler(new(5, 4), new(5, 4)).Scale(pixels, 3));
    }

    [Fact]
    public void FinePatternsBecomeGreyInsteadOfAliasing()
    {
        var board = new byte[64 * 64];
        for (var i = 0; i < board.Length; i++)
        {
            board[i] = (byte)((i + i / 64) % 2 * 255);
        }

        Assert.All(new ImageResampler(new(64, 64), new(16, 16)).Scale(board, 1), p => Assert.InRange(p, 118, 138));
    }

    private static double Weighted(int from, int to, int at, Func<int, double> value)
    {
        var scale = (double)from / to;
        var widen = Math.Max(1, scale);
        double sum = 0, total = 0;
        for (var i = 0; i < from; i++)
        {
            var x = Math.Abs((i + 0.5 - (at + 0.5) * scale) / widen);
            var weight = x < 1 ? 1.5 * x * x * x - 2.5 * x * x + 1 : x < 2 ? -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2 : 0;
            sum += weight * value(i);
            total += weight;
        }

        return sum / total;
    }
}
