using System.Buffers.Binary;
using SkiaSharp;

namespace Distill.Jobs.Tests.Predicting;

/// <summary>One photograph of smooth colours, in the formats and turns in which people have it.</summary>
internal static class Photographs
{
    private const int Width = 48;
    private const int Height = 32;

    /// <summary>The file, by the ending of its name; "turned.jpg" lies on its side and says so in its EXIF data.</summary>
    public static byte[] Of(string name) => name == "turned.jpg" ? Turned() : Encoded(Path.GetExtension(name), Width, Height, Colour);

    /// <summary>Another picture: the same the wrong way up.</summary>
    public static byte[] UpsideDown() => Encoded(".png", Width, Height, (x, y) => Colour(x, Height - 1 - y));

    private static SKColor Colour(int x, int y) => new((byte)(5 * x), (byte)(8 * y), (byte)(255 - (3 * x) - (3 * y)));

    private static byte[] Encoded(string ending, int width, int height, Func<int, int, SKColor> colour)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (var i = 0; i < width * height; i++)
        {
            bitmap.SetPixel(i % width, i / width, colour(i % width, i / width));
        }

        if (ending == ".bmp")
        {
            return Bmp(bitmap);
        }

        using var image = SKImage.FromBitmap(bitmap);
        using var data = image.Encode(ending switch { ".jpg" => SKEncodedImageFormat.Jpeg, ".webp" => SKEncodedImageFormat.Webp, _ => SKEncodedImageFormat.Png }, 95);
        return data.ToArray();
    }

    // A quarter turn to the right shows it as it is.
    private static byte[] Turned()
    {
        var jpeg = Encoded(".jpg", Height, Width, (x, y) => Colour(Width - 1 - y, x));
        byte[] exif = [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        var length = exif.Length + 2;
        return [.. jpeg[..2], 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. exif, .. jpeg[2..]];
    }

    // 24 bits a pixel, rows from the bottom, blue first.
    private static byte[] Bmp(SKBitmap bitmap)
    {
        const int header = 54;
        var row = 3 * bitmap.Width;
        var file = new byte[header + (row * bitmap.Height)];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), header);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), bitmap.Width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), bitmap.Height);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(26), 1 | (24 << 16));
        for (var i = 0; i < bitmap.Width * bitmap.Height; i++)
        {
            var (x, y) = (i % bitmap.Width, i / bitmap.Width);
            var colour = bitmap.GetPixel(x, y);
            var at = header + ((bitmap.Height - 1 - y) * row) + (3 * x);
            (file[at], file[at + 1], file[at + 2]) = (colour.Blue, colour.Green, colour.Red);
        }

        return file;
    }
}
