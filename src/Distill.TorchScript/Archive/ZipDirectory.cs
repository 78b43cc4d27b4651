using System.Buffers.Binary;
using System.Text;
using Distill.Runs;

namespace Distill.TorchScript.Archive;

/// <summary>
/// Reads the directory of a zip archive and accepts only what leaves no two readings: one directory at the end, no
/// comments, no encryption, each entry's own header equal to the directory's, no overlaps. What is checked here is then
/// what libtorch reads.
/// </summary>
internal sealed class ZipDirectory
{
    private const int EndLength = 22;
    private const int LocatorLength = 20;
    private const int End64Length = 56;
    private const int CentralLength = 46;
    private const int LocalLength = 30;
    private const int LongestName = 512;
    private const long MostEntries = 1 << 16;

    private readonly FileStream file;
    private readonly string path;

    private ZipDirectory(FileStream file, string path) => (this.file, this.path) = (file, path);

    /// <exception cref="DistillException">The file is no such archive.</exception>
    public static IReadOnlyList<ZipEntry> Read(FileStream file, string path) => new ZipDirectory(file, path).Read();

    private List<ZipEntry> Read()
    {
        var (count, start, length) = Place();
        Expect(count is > 0 and <= MostEntries, $"its directory lists {count} files");
        Expect(length >= count * CentralLength && length <= count * (CentralLength + LongestName + 64), "the length of its directory is wrong");
        var directory = Bytes(start, (int)length);
        var entries = new List<ZipEntry>();
        var at = 0;
        for (var number = 0L; number < count; number++)
        {
            entries.Add(Entry(directory, ref at));
        }

        Expect(at == directory.Length, "bytes follow the last entry of its directory");
        Expect(entries.Select(entry => entry.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() == entries.Count, "two of its files share a name");
        var end = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.Header))
        {
            Expect(entry.Header >= end, $"'{entry.Name}' overlaps another file");
            end = entry.Start + entry.Packed;
            Expect(end <= start, $"'{entry.Name}' reaches into the directory");
        }

        return entries;
    }

    // PyTorch writes the 64-bit form beside the old one; where both are, they must agree.
    private (long Count, long Start, long Length) Place()
    {
        Expect(file.Length > EndLength + CentralLength, "it is too short");
        var endAt = file.Length - EndLength;
        var end = Bytes(endAt, EndLength);
        Expect(U32(end, 0) == 0x06054B50 && U16(end, 20) == 0 && U32(end, 4) == 0, "its end is missing");
        (long Count, long Start, long Length) place = (U16(end, 10), U32(end, 16), U32(end, 12));
        var locatorAt = endAt - LocatorLength;
        if (locatorAt >= End64Length && Bytes(locatorAt, LocatorLength) is var locator && U32(locator, 0) == 0x07064B50)
        {
            endAt = locatorAt - End64Length;
            Expect(I64(locator, 8) == endAt, "its 64-bit end is elsewhere");
            var end64 = Bytes(endAt, End64Length);
            Expect(U32(end64, 0) == 0x06064B50 && I64(end64, 4) == End64Length - 12 && I64(end64, 16) == 0, "its 64-bit end is damaged");
            var place64 = (Count: I64(end64, 32), Start: I64(end64, 48), Length: I64(end64, 40));
            Expect(
                (place.Count == ushort.MaxValue || place.Count == place64.Count)
                && (place.Start == uint.MaxValue || place.Start == place64.Start)
                && (place.Length == uint.MaxValue || place.Length == place64.Length),
                "its two ends differ");
            place = place64;
        }

        Expect(place.Start >= 0 && place.Length >= 0 && place.Start <= endAt && endAt - place.Start == place.Length, "its directory is elsewhere");
        return place;
    }

    private ZipEntry Entry(byte[] directory, ref int at)
    {
        Expect(directory.Length - at >= CentralLength && U32(directory, at) == 0x02014B50, "an entry of its directory is damaged");
        var (flags, method) = (U16(directory, at + 8), U16(directory, at + 10));
        long packed = U32(directory, at + 20), length = U32(directory, at + 24), header = U32(directory, at + 42);
        int nameLength = U16(directory, at + 28), extraLength = U16(directory, at + 30);
        Expect(nameLength is > 0 and <= LongestName && directory.Length - at - CentralLength >= nameLength + extraLength, "an entry of its directory is cut off");
        Expect(U16(directory, at + 32) == 0, "an entry of its directory has a comment");
        var name = Encoding.Latin1.GetString(directory, at + CentralLength, nameLength);
        Expect(name.All(letter => letter is >= ' ' and < '\x7F' and not '\\') && !name.StartsWith('/') && !name.Split('/').Contains(".."), "the name of a file in it is damaged");
        Expect((flags & 1) == 0 && method is 0 or 8, $"'{name}' is encrypted or compressed in an unknown way");
        ReadLong(directory.AsSpan(at + CentralLength + nameLength, extraLength), name, ref length, ref packed, ref header);
        at += CentralLength + nameLength + extraLength;

        Expect(header >= 0 && packed >= 0 && length >= 0 && header <= file.Length - LocalLength - nameLength, $"'{name}' lies outside the file");
        Expect(method == 8 || packed == length, $"'{name}' has two lengths");
        var local = Bytes(header, LocalLength + nameLength);
        Expect(
            U32(local, 0) == 0x04034B50 && U16(local, 6) == flags && U16(local, 8) == method && U16(local, 26) == nameLength
            && local.AsSpan(LocalLength).SequenceEqual(Encoding.Latin1.GetBytes(name)),
            $"the header of '{name}' differs from the directory");
        var start = header + LocalLength + nameLength + U16(local, 28);
        Expect(start <= file.Length && packed <= file.Length - start, $"'{name}' is longer than the file");
        return new ZipEntry(name, method == 8, header, start, packed, length);
    }

    private void ReadLong(ReadOnlySpan<byte> extra, string name, ref long length, ref long packed, ref long header)
    {
        while (extra.Length >= 4)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(extra), size = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            Expect(size <= extra.Length - 4, $"the directory's entry of '{name}' is damaged");
            if (id == 1)
            {
                var field = extra.Slice(4, size);
                Take(ref field, ref length);
                Take(ref field, ref packed);
                Take(ref field, ref header);
            }

            extra = extra[(4 + size)..];
        }

        static void Take(ref ReadOnlySpan<byte> field, ref long value)
        {
            if (value == uint.MaxValue && field.Length >= 8)
            {
                value = BinaryPrimitives.ReadInt64LittleEndian(field);
                field = field[8..];
            }
        }
    }

    private byte[] Bytes(long at, int length)
    {
        var bytes = new byte[length];
        file.Position = at;
        file.ReadExactly(bytes);
        return bytes;
    }

    private static int U16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static uint U32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static long I64(byte[] bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));

    private void Expect(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw DistillException.Damaged($"{path} is not a whole archive of PyTorch: {otherwise}. Save or copy it again.");
        }
    }
}
