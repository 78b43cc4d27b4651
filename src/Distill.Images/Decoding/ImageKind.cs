using System.Collections.Frozen;

namespace Distill.Images;

/// <summary>Tells images from other files: by their names, or by their first bytes where names say nothing.</summary>
internal static class ImageKind
{
    /// <summary>How many bytes <see cref="Starts"/> needs.</summary>
    public const int Looked = 12;

    /// <summary>The kinds that are read, for messages.</summary>
    public const string Read = "PNG, JPEG, WebP, BMP or GIF";

    private static readonly FrozenSet<string> Endings =
        new[] { ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".bmp", ".gif" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Others = new[]
    {
        ".tif", ".tiff", ".heic", ".heif", ".avif", ".jxl", ".jp2", ".j2k", ".psd", ".svg", ".tga", ".ico", ".pbm", ".pgm", ".ppm", ".pnm", ".pcx",
        ".exr", ".hdr", ".xcf", ".eps", ".dcm", ".raw", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".rw2",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file is an image of a kind that is read, by its ending.</summary>
    public static bool IsRead(string name) => Endings.Contains(Path.GetExtension(name));

    /// <summary>Whether a file is an image of a kind that is not read, by its ending.</summary>
    public static bool IsUnread(string name) => Others.Contains(Path.GetExtension(name));

    /// <summary>Whether these are the first bytes of an image of a kind that is read.</summary>
    public static bool Starts(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47]) || bytes.StartsWith<byte>([0xFF, 0xD8, 0xFF]) || bytes.StartsWith("GIF8"u8)
        || (bytes.StartsWith("RIFF"u8) && bytes.Length >= Looked && bytes[8..Looked].SequenceEqual("WEBP"u8))
        || (bytes.StartsWith("BM"u8) && bytes.Length >= 10 && !bytes[6..10].ContainsAnyExcept((byte)0));
}
