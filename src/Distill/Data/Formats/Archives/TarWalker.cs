using System.Globalization;
using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>
/// The regular files of a tar stream in order (ustar, GNU long names, pax paths and sizes). Written here because the
/// class library's reader reserves memory for a long name's claimed length; this one reserves none beyond its limits.
/// </summary>
internal static class TarWalker
{
    private const int Block = 512;
    private const int LongestName = 1 << 16;

    public static IEnumerable<TarEntry> Entries(Stream archive, string where)
    {
        var header = new byte[Block];
        string? longName = null;
        long? longSize = null;
        while (ReadHeader(archive, header, where))
        {
            var size = longSize ?? Number(header.AsSpan(124, 12), where);
            using var content = new TarContent(archive, size, where);
            switch ((char)header[156])
            {
                case 'L':
                    longName = Text(Reading.ToEnd(content, LongestName, $"{where}, a long name,"));
                    break;
                case 'x':
                    (longName, longSize) = PaxRecords(Reading.ToEnd(content, LongestName, $"{where}, a pax header,"), longName, where);
                    break;
                default:
                    if (header[156] is 0 or (byte)'0')
                    {
                        yield return new TarEntry(longName ?? Name(header), size, content);
                    }

                    (longName, longSize) = (null, null);
                    break;
            }

            Skip(content, archive, (Block - size % Block) % Block, where);
        }
    }

    private static bool ReadHeader(Stream archive, byte[] header, string where)
    {
        // An archive ends with zero blocks; one that just stops has lost entries.
        if (archive.ReadAtLeast(header, Block, throwOnEndOfStream: false) < Block)
        {
            throw DistillException.Damaged($"{where} ends without tar's end mark. It is cut short: fetch it again.");
        }

        if (!header.AsSpan().ContainsAnyExcept((byte)0))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < Block; i++)
        {
            sum += i is >= 148 and < 156 ? ' ' : header[i];
        }

        return sum == Number(header.AsSpan(148, 8), where)
            ? true
            : throw DistillException.Damaged($"{where} is not a tar archive, or is damaged: a header's checksum is wrong.");
    }

    private static long Number(ReadOnlySpan<byte> field, string where)
    {
        long value = 0;
        if ((field[0] & 0x80) != 0)
        {
            // The GNU form for large numbers: big-endian after the mark.
            foreach (var digit in field[1..])
            {
                value = value < 1L << 54 ? value << 8 | digit : throw BadNumber(where);
            }

            return value;
        }

        foreach (var digit in field.Trim((byte)' ').TrimEnd((byte)0).Trim((byte)' '))
        {
            value = digit is >= (byte)'0' and <= (byte)'7' && value < 1L << 59 ? value << 3 | (uint)(digit - '0') : throw BadNumber(where);
        }

        return value;
    }

    private static (string? Name, long? Size) PaxRecords(ReadOnlySpan<byte> records, string? name, string where)
    {
        long? size = null;
        while (records.Length > 0)
        {
            var space = records.IndexOf((byte)' ');
            if (space < 0
                || !int.TryParse(records[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length <= space + 1 || length > records.Length)
            {
                throw DistillException.Damaged($"{where} has a damaged pax header. Fetch it again.");
            }

            var record = Text(records[(space + 1)..length]).TrimEnd('\n');
            if (record.StartsWith("path=", StringComparison.Ordinal))
            {
                name = record["path=".Length..];
            }
            else if (record.StartsWith("size=", StringComparison.Ordinal))
            {
                size = long.TryParse(record["size=".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                    ? value
                    : throw BadNumber(where);
            }

            records = records[length..];
        }

        return (name, size);
    }

    private static string Name(ReadOnlySpan<byte> header)
    {
        var name = Text(header[..100]);
        var prefix = header.Slice(257, 6).SequenceEqual("ustar\0"u8) ? Text(header.Slice(345, 155)) : "";
        return prefix.Length > 0 ? $"{prefix}/{name}" : name;
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return NameBytes.Read(end < 0 ? bytes : bytes[..end]);
    }

    private static void Skip(TarContent content, Stream archive, long padding, string where)
    {
        Span<byte> scrap = stackalloc byte[4096];
        if (archive.CanSeek)
        {
            var left = content.Length - content.Position;
            if (left > archive.Length - archive.Position)
            {
                throw DistillException.Damaged($"{where} ends within an entry. It is cut short: fetch it again.");
            }

            archive.Position += left;
        }
        else
        {
            while (content.Read(scrap) > 0)
            {
            }
        }

        if (archive.ReadAtLeast(scrap[..(int)padding], (int)padding, throwOnEndOfStream: false) < padding)
        {
            throw DistillException.Damaged($"{where} ends within an entry. It is cut short: fetch it again.");
        }
    }

    private static DistillException BadNumber(string where) =>
        DistillException.Damaged($"{where} is not a tar archive, or is damaged: a header holds a wrong number.");
}
