using System.Collections.Concurrent;
using Distill.Data;

namespace Distill.Images;

/// <summary>Brings images of any size to one.</summary>
/// <param name="to">The size.</param>
/// <param name="fit">What happens to another shape.</param>
internal sealed class ImageFrame(ImageSize to, ImageFit fit)
{
    // Of photographs almost each may have its own size.
    private const int MostKept = 64;

    private readonly ConcurrentDictionary<(ImageSize, ImageSize), ImageResampler> kept = new();

    /// <summary>Scales, cuts or fills an image of interleaved channels.</summary>
    /// <param name="pixels">The image.</param>
    /// <param name="size">Its size.</param>
    /// <param name="channels">Bytes a pixel.</param>
    /// <param name="background">A pixel of what fills the rest.</param>
    public byte[] Bring(byte[] pixels, ImageSize size, int channels, ReadOnlySpan<byte> background)
    {
        if (size == to)
        {
            return pixels;
        }

        switch (fit)
        {
            case ImageFit.Crop:
                var part = Part(size);
                return Scale(Cut(pixels, size, part, channels), part, to, channels);
            case ImageFit.Pad:
                var inner = Inner(size);
                return Fill(Scale(pixels, size, inner, channels), inner, channels, background);
            default:
                return Scale(pixels, size, to, channels);
        }
    }

    // The largest part of the image that has the shape of the frame.
    private ImageSize Part(ImageSize size) => (long)size.Width * to.Height > (long)size.Height * to.Width
        ? new(Side((double)size.Height * to.Width / to.Height, size.Width), size.Height)
        : new(size.Width, Side((double)size.Width * to.Height / to.Width, size.Height));

    // The largest size in the frame that has the shape of the image.
    private ImageSize Inner(ImageSize size) => (long)size.Width * to.Height > (long)size.Height * to.Width
        ? new(to.Width, Side((double)size.Height * to.Width / size.Width, to.Height))
        : new(Side((double)size.Width * to.Height / size.Height, to.Width), to.Height);

    private static int Side(double exact, int most) => Math.Clamp((int)Math.Round(exact), 1, most);

    private byte[] Scale(byte[] pixels, ImageSize from, ImageSize size, int channels)
    {
        if (from == size)
        {
            return pixels;
        }

        if (!kept.TryGetValue((from, size), out var resampler))
        {
            resampler = new(from, size);
            if (kept.Count < MostKept)
            {
                kept[(from, size)] = resampler;
            }
        }

        return resampler.Scale(pixels, channels);
    }

    private static byte[] Cut(byte[] pixels, ImageSize size, ImageSize part, int channels)
    {
        var (left, top) = ((size.Width - part.Width) / 2, (size.Height - part.Height) / 2);
        var result = new byte[part.Width * part.Height * channels];
        for (var y = 0; y < part.Height; y++)
        {
            pixels.AsSpan(((top + y) * size.Width + left) * channels, part.Width * channels).CopyTo(result.AsSpan(y * part.Width * channels));
        }

        return result;
    }

    private byte[] Fill(byte[] pixels, ImageSize inner, int channels, ReadOnlySpan<byte> background)
    {
        var (left, top) = ((to.Width - inner.Width) / 2, (to.Height - inner.Height) / 2);
        var result = new byte[to.Width * to.Height * channels];
        for (var i = 0; i < result.Length; i += channels)
        {
            background[..channels].CopyTo(result.AsSpan(i));
        }

        for (var y = 0; y < inner.Height; y++)
        {
            pixels.AsSpan(y * inner.Width * channels, inner.Width * channels).CopyTo(result.AsSpan(((top + y) * to.Width + left) * channels));
        }

        return result;
    }
}
