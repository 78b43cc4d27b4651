using System.IO.Compression;

namespace Distill.Data.Formats;

/// <summary>Tells gzip from plain by the first two bytes, whatever the file is called.</summary>
internal static class GzipSniffer
{
    /// <summary>
    /// Deflate cannot grow data more than this many times, so a claim beyond it is false before a byte is unpacked.
    /// </summary>
    public const int MostGrowth = 1032;

    /// <summary>Whether a seekable stream holds gzip; the stream stays where it was.</summary>
    public static bool IsGzip(Stream stream)
    {
        var start = stream.Position;
        Span<byte> magic = stackalloc byte[2];
        var read = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        stream.Position = start;
        return read == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
    }

    /// <summary>The content of a seekable stream, unpacked if need be.</summary>
    public static Stream Unpack(Stream stream) =>
        IsGzip(stream) ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true) : stream;
}
