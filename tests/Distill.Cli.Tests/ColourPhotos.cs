using SkiaSharp;

namespace Distill.Cli.Tests;

/// <summary>Photographs of one colour each, with noise: what a small model learns in a moment.</summary>
internal static class ColourPhotos
{
    public static IReadOnlyList<string> Colours { get; } = ["blue sky", "green grass", "red rose"];

    /// <summary>Ten of each colour, a folder for each.</summary>
    public static void Write(string folder)
    {
        for (var i = 0; i < 10 * Colours.Count; i++)
        {
            var colour = i % Colours.Count;
            Directory.CreateDirectory(Path.Combine(folder, Colours[colour]));
            File.WriteAllBytes(Path.Combine(folder, Colours[colour], $"{i:00}.png"), Photo(colour, seed: i, 12, 12, SKEncodedImageFormat.Png));
        }
    }

    /// <summary>One photograph, in the form of a file.</summary>
    public static byte[] Photo(int colour, int seed, int width, int height, SKEncodedImageFormat format)
    {
        var random = new Random(seed);
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                byte Channel(int channel) => (byte)(random.Next(60) + (2 - channel == colour ? 180 : 20));
                bitmap.SetPixel(x, y, new SKColor(Channel(0), Channel(1), Channel(2)));
            }
        }

        using var image = SKImage.FromBitmap(bitmap);
        using var data = image.Encode(format, 90);
        return data.ToArray();
    }
}
