using System.Buffers.Binary;
using Distill.Data;
using Distill.Files;
using Distill.Runs;
using SkiaSharp;

namespace Distill.Images;

/// <summary>What the first bytes of an image say.</summary>
/// <param name="Size">As it is shown, after the turn that a photograph asks for.</param>
/// <param name="Ink">Whether it is grey.</param>
/// <param name="IsWide">Whether it is grey with 16 bits a pixel.</param>
/// <param name="IsTransparent">Whether it may have transparent pixels.</param>
/// <param name="Origin">How stored rows and columns become those that are shown.</param>
/// <param name="Decoded">The size to decode to, as stored: smaller than the image's where that is very large and is to be scaled.</param>
internal readonly record struct ImageHeader(ImageSize Size, StoredInk Ink, bool IsWide, bool IsTransparent, SKEncodedOrigin Origin, ImageSize Decoded)
{
    /// <summary>The most bytes that one decoded image may take.</summary>
    public const long MostBytes = 1L << 29;

    private const int LongestSide = 1 << 16;

    // Up to here images are decoded whole, so that their pixels are the same whatever the size is to which they are scaled.
    private const int WholePixels = 1 << 25;

    // Where the headers have them.
    private const int PngColor = 25;
    private const int BmpBits = 28;

    // No compression makes more pixels of a byte.
    private const long MostPixelsOfAByte = 1 << 16;

    /// <summary>Bytes of its pixels while it is decoded.</summary>
    public long Memory => (long)Decoded.Width * Decoded.Height * (Ink == StoredInk.Grey && !IsTransparent && !IsWide ? 1 : 4);

    /// <summary>Reads a header.</summary>
    /// <param name="codec">The opened image.</param>
    /// <param name="encoded">Its file.</param>
    /// <param name="resize">The size that it is to be scaled to, or null.</param>
    /// <exception cref="DistillException">It is of a kind that is not read, or too large; the message is what to say after the image's name.</exception>
    public static ImageHeader Of(SKCodec codec, ReadOnlySpan<byte> encoded, ImageSize? resize)
    {
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (codec.EncodedFormat is not (SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Webp or SKEncodedImageFormat.Bmp or SKEncodedImageFormat.Gif))
        {
            throw new DistillException($"is {codec.EncodedFormat}; only {ImageKind.Read} are read");
        }

        var turned = codec.EncodedOrigin >= SKEncodedOrigin.LeftTop;
        var decoded = new ImageSize(width, height);
        if ((long)width * height > WholePixels && resize is { } wanted && codec.EncodedFormat == SKEncodedImageFormat.Jpeg)
        {
            decoded = Smaller(codec, turned ? new(wanted.Height, wanted.Width) : wanted);
        }

        var header = new ImageHeader(
            turned ? new(height, width) : new(width, height), InkOf(codec, encoded), IsWideGrey(codec, encoded), codec.Info.AlphaType != SKAlphaType.Opaque, codec.EncodedOrigin, decoded);
        return width is < 1 or > LongestSide || height is < 1 or > LongestSide || header.Memory > MostBytes || (long)width * height > encoded.Length * MostPixelsOfAByte
            ? throw new DistillException($"claims {width}×{height} pixels; at most {MostBytes >> 20} MiB of them are decoded, and JPEG may be larger where images are scaled (Resize)")
            : header;
    }

    /// <summary>What is wrong with a file that does not open, to be said after its name.</summary>
    public static string Problem(ReadOnlySpan<byte> encoded) =>
        encoded.Length == 0 ? "is empty"
        : FileLook.Of(encoded[..Math.Min(64, encoded.Length)]) is { IsKnown: true } look && !ImageKind.Starts(encoded) ? $"is {look.Name}"
        : ImageKind.Starts(encoded) ? "is damaged"
        : $"is neither {ImageKind.Read}, or is damaged";

    // The smallest of the sizes that JPEG decodes to which holds the wanted one.
    private static ImageSize Smaller(SKCodec codec, ImageSize wanted)
    {
        for (var eighth = 1; eighth < 8; eighth++)
        {
            var size = codec.GetScaledDimensions(eighth / 8f);
            if (size.Width >= wanted.Width && size.Height >= wanted.Height)
            {
                return new(size.Width, size.Height);
            }
        }

        return new(codec.Info.Width, codec.Info.Height);
    }

    // PNG and BMP say it in their headers; of the others one that the decoder does not call grey is looked at.
    private static StoredInk InkOf(SKCodec codec, ReadOnlySpan<byte> encoded)
    {
        return codec.Info.ColorType == SKColorType.Gray8 ? StoredInk.Grey
            : codec.EncodedFormat == SKEncodedImageFormat.Jpeg ? StoredInk.Color
            : codec.EncodedFormat == SKEncodedImageFormat.Png && encoded.Length > PngColor ? encoded[PngColor] switch
            {
                0 or 4 => StoredInk.Grey,
                2 => StoredInk.Color,
                _ => StoredInk.ByPixels,
            }
            : codec.EncodedFormat == SKEncodedImageFormat.Bmp && encoded.Length > BmpBits + 1 && BinaryPrimitives.ReadUInt16LittleEndian(encoded[BmpBits..]) > 8 ? StoredInk.Color
            : StoredInk.ByPixels;
    }

    private static bool IsWideGrey(SKCodec codec, ReadOnlySpan<byte> encoded) =>
        codec.EncodedFormat == SKEncodedImageFormat.Png && encoded.Length > 25 && encoded[24] == 16 && encoded[25] is 0 or 4;
}
