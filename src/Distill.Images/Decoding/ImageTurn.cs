using Distill.Data;
using SkiaSharp;

namespace Distill.Images;

/// <summary>Turns stored pixels to how a photograph is shown, by the note of its camera (EXIF orientation).</summary>
internal static class ImageTurn
{
    /// <summary>Turns pixels of interleaved channels.</summary>
    /// <param name="pixels">As stored.</param>
    /// <param name="stored">Their size.</param>
    /// <param name="channels">Bytes a pixel.</param>
    /// <param name="origin">Where the first stored row and column belong.</param>
    /// <param name="shown">The size after the turn.</param>
    public static byte[] Apply(byte[] pixels, ImageSize stored, int channels, SKEncodedOrigin origin, out ImageSize shown)
    {
        var turned = origin >= SKEncodedOrigin.LeftTop;
        shown = turned ? new(stored.Height, stored.Width) : stored;
        if (origin == SKEncodedOrigin.TopLeft)
        {
            return pixels;
        }

        var (right, bottom) = (stored.Width - 1, stored.Height - 1);
        var result = new byte[pixels.Length];
        for (var y = 0; y < shown.Height; y++)
        {
            for (var x = 0; x < shown.Width; x++)
            {
                var (column, row) = origin switch
                {
                    SKEncodedOrigin.TopRight => (right - x, y),
                    SKEncodedOrigin.BottomRight => (right - x, bottom - y),
                    SKEncodedOrigin.BottomLeft => (x, bottom - y),
                    SKEncodedOrigin.LeftTop => (y, x),
                    SKEncodedOrigin.RightTop => (y, bottom - x),
                    SKEncodedOrigin.RightBottom => (right - y, bottom - x),
                    _ => (right - y, x),
                };
                pixels.AsSpan((row * stored.Width + column) * channels, channels).CopyTo(result.AsSpan((y * shown.Width + x) * channels));
            }
        }

        return result;
    }
}
