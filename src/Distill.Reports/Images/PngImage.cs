using System.Buffers.Binary;
using System.IO.Compression;
using Distill.Runs.Results;

namespace Distill.Reports.Images;

/// <summary>Encodes sample images as PNG, 8 bits a channel, grey or RGB (ISO/IEC 15948).</summary>
internal static class PngImage
{
    private const byte GreyColour = 0, RgbColour = 2;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The image as a data URI, so that the page needs no other file.</summary>
    public static string DataUri(SampleImage image) => "data:image/png;base64," + Convert.ToBase64String(Encode(image));

    public static byte[] Encode(SampleImage image)
    {
        var png = new MemoryStream();
        png.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = image.Channels == 1 ? GreyColour : RgbColour;
        header[10..].Clear();
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "IDAT"u8, Compressed(Scanlines(image)));
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    // Runs keep channels apart, PNG keeps the channels of a pixel together; each line opens with its filter, 0 for none.
    private static byte[] Scanlines(SampleImage image)
    {
        var pixels = image.Pixels.Span;
        var lines = new byte[image.Height * (1 + (image.Width * image.Channels))];
        var position = 0;
        for (var y = 0; y < image.Height; y++)
        {
            position++;
            for (var x = 0; x < image.Width; x++)
            {
                for (var channel = 0; channel < image.Channels; channel++)
                {
                    lines[position++] = pixels[(((channel * image.Height) + y) * image.Width) + x];
                }
            }
        }

        return lines;
    }

    private static byte[] Compressed(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(bytes);
        }

        return compressed.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        png.Write(type);
        png.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc32(Crc32(uint.MaxValue, type), content));
        png.Write(number);
    }

    private static uint Crc32(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
            }
        }

        return crc;
    }
}
