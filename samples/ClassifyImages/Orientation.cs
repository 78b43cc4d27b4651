using System.Buffers.Binary;

/// <summary>How a camera was held, by its note in a JPEG file (EXIF): 1 as the pixels lie, up to 8.</summary>
internal static class Orientation
{
    private const ushort Tag = 0x0112;

    /// <summary>The note; 1 where there is none.</summary>
    public static int Of(ReadOnlySpan<byte> file)
    {
        // Segments: a mark of two bytes, a length that counts itself, content. Pixels follow the mark FF DA.
        for (var rest = file.StartsWith<byte>([0xFF, 0xD8]) ? file[2..] : []; rest.Length > 4 && rest[0] == 0xFF && rest[1] != 0xDA;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (length < 2 || length > rest.Length - 2)
            {
                break;
            }

            var content = rest[4..(2 + length)];
            if (rest[1] == 0xE1 && content.StartsWith("Exif\0\0"u8))
            {
                return OfNote(content[6..]);
            }

            rest = rest[(2 + length)..];
        }

        return 1;
    }

    // A TIFF header, which tells the order of bytes, and a directory of entries of twelve bytes.
    private static int OfNote(ReadOnlySpan<byte> note)
    {
        if (note.Length < 8)
        {
            return 1;
        }

        var little = note[0] == (byte)'I';
        var directory = little ? BinaryPrimitives.ReadUInt32LittleEndian(note[4..]) : BinaryPrimitives.ReadUInt32BigEndian(note[4..]);
        if (directory > note.Length - 2)
        {
            return 1;
        }

        var entries = note[(int)directory..];
        var count = Short(entries, little);
        for (var i = 0; i < count && entries.Length >= 2 + 12 * (i + 1); i++)
        {
            var entry = entries[(2 + 12 * i)..];
            if (Short(entry, little) == Tag)
            {
                return Short(entry[8..], little) is >= 1 and <= 8 and var value ? value : 1;
            }
        }

        return 1;
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
