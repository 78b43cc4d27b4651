using SkiaSharp;

namespace Distill.Packages.Tests;

/// <summary>Clean drawings of the shapes that the sample trains on, as grey PNG files of 16 × 16 pixels.</summary>
internal static class Drawing
{
    private const int Side = 16;

    /// <summary>Writes one and returns its path.</summary>
    public static string Write(string folder, string shape)
    {
        using var bitmap = new SKBitmap(Side, Side, SKColorType.Gray8, SKAlphaType.Opaque);
        for (var i = 0; i < Side * Side; i++)
        {
            var grey = IsInside(shape, Math.Abs((i % Side) - 7.5), Math.Abs((i / Side) - 7.5)) ? (byte)170 : (byte)50;
            bitmap.SetPixel(i % Side, i / Side, new SKColor(grey, grey, grey));
        }

        var path = Path.Combine(folder, shape + ".png");
        using var file = File.Create(path);
        Assert.True(bitmap.Encode(file, SKEncodedImageFormat.Png, 100));
        return path;
    }

    private static bool IsInside(string shape, double dx, double dy) => shape switch
    {
        "disc" => (dx * dx) + (dy * dy) < 12,
        "cross" => Math.Min(dx, dy) < 1 && Math.Max(dx, dy) < 4,
        "square" => Math.Max(dx, dy) < 3,
        _ => Math.Abs(Math.Sqrt((dx * dx) + (dy * dy)) - 3.5) < 1,
    };
}
