using System.Globalization;
using Distill.Runs;

namespace Distill.Images;

/// <summary>What transparency is laid over.</summary>
internal readonly record struct ImageBackground(byte Red, byte Green, byte Blue)
{
    /// <summary>Its luma (Rec. 601).</summary>
    public byte Grey => (byte)((299 * Red + 587 * Green + 114 * Blue + 500) / 1000);

    /// <summary>Reads "black", "white" or "#rrggbb".</summary>
    /// <exception cref="DistillException">It is none of these.</exception>
    public static ImageBackground Parse(string text) =>
        text.Equals("black", StringComparison.OrdinalIgnoreCase) ? default
        : text.Equals("white", StringComparison.OrdinalIgnoreCase) ? new(255, 255, 255)
        : text.Length == 7 && text[0] == '#' && int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb)
            ? new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb)
            : throw new DistillException($"Background is '{text}'; expected black, white, or a colour such as #ff8000.", DataRemedy.Background);

    /// <summary>Lays pixels whose colours are multiplied by their alpha over it: four bytes a pixel.</summary>
    public void LieUnder(Span<byte> pixels)
    {
        if (this == default)
        {
            return;
        }

        for (var i = 0; i < pixels.Length; i += 4)
        {
            var rest = 255 - pixels[i + 3];
            pixels[i] = Over(pixels[i], Red, rest);
            pixels[i + 1] = Over(pixels[i + 1], Green, rest);
            pixels[i + 2] = Over(pixels[i + 2], Blue, rest);
        }
    }

    private static byte Over(byte ink, byte below, int rest) => (byte)Math.Min(255, ink + (below * rest + 127) / 255);
}
