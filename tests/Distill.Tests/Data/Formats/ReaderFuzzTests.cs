using System.Formats.Tar;
using System.Text;
using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Tests.Data.Formats;

/// <summary>Damaged files bring nothing but the documented error. DISTILL_FUZZ sets how many are tried.</summary>
public sealed class ReaderFuzzTests
{
    private static readonly byte[] Images = Idx.File([3, 4, 5], Idx.Ramp(60));
    private static readonly byte[] Csv = Encoding.UTF8.GetBytes("width,height,label\n1.5,2,\"a \"\"x\"\"\"\n-3e4,.5,b\r\n7,8,\"c\nd\"\n");

    [Fact]
    public void Idx_Plain() => Survives(Images, bytes => IdxReader.Read(new MemoryStream(bytes), "x"));

    [Fact]
    public void Idx_Packed()
    {
        var packed = TestFiles.Gzip(Images);
        Survives(packed, bytes => IdxReader.Read(new MemoryStream(bytes), "x"));
        Survives(Images, bytes => IdxReader.Read(new MemoryStream(TestFiles.Gzip(bytes)), "x"));
    }

    [Fact]
    public void Csv_Text() => Survives(Csv, bytes => CsvReader.Read(new MemoryStream(bytes), "x", null, "x"));

    public static TheoryData<string, byte[]> Tables => new()
    {
        { "numbers for names", Encoding.UTF8.GetBytes(",0,1,2,label\n" + Rows(',')) },
        { "semicolons", Encoding.UTF8.GetBytes(Rows(';').Replace('.', ',')) },
        { "spaces", Encoding.UTF8.GetBytes("sep= \na b c d label\n" + Rows(' ')) },
        { "separators at the end", Encoding.UTF8.GetBytes(Rows('\t').Replace("\n", "\t\n", StringComparison.Ordinal)) },
        { "UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("id,x,y,z,class\n" + Rows(',').Replace("a\n", "개\n", StringComparison.Ordinal))] },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Csv_OfEveryForm(string form, byte[] table) =>
        Survives(table, bytes => CsvReader.Read(new MemoryStream(bytes), form, null, "x"));

    [Fact]
    public void Csv_OfTestRows()
    {
        var training = CsvReader.ReadTable(new MemoryStream(Encoding.UTF8.GetBytes("id,x,y,z,class\n" + Rows(','))), "train", new(), "train");
        Survives(
            Encoding.UTF8.GetBytes("z,class,x,id,y\n" + string.Concat(Enumerable.Range(0, 9).Select(i => $"0.{i},{"abc"[i % 3]},{i},{i},-1e{i}\n"))),
            bytes => CsvReader.ReadTable(new MemoryStream(bytes), "test", new(), "test", training));
    }

    private static string Rows(char separator) => string.Concat(Enumerable.Range(0, 9).Select(
        i => string.Join(separator, (object[])[i, $"{i * 7 % 5}.{i}5", $"-{i}.25", $"0.{i}", "abc"[i % 3]]) + "\n"));

    [Fact]
    public void Cifar_Archive()
    {
        byte[] record = [3, .. Enumerable.Range(0, 3072).Select(i => (byte)i)];
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "c/data_batch_1.bin") { DataStream = new MemoryStream(record) });
            writer.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, new string('d', 120) + "/batches.meta.txt") { DataStream = new MemoryStream("a\nb\n"u8.ToArray()) });
        }

        var tar = stream.ToArray();
        var packed = TestFiles.Gzip(tar);
        Survives(tar, bytes => CifarReader.Read(new MemoryStream(bytes), "x", SetPart.Train, "x"));
        // The checksum would stop most damage at the first header; with it mended, damage reaches what follows.
        Survives(tar, bytes => CifarReader.Read(new MemoryStream(Mended(bytes)), "x", SetPart.Train, "x"));
        Survives(packed, bytes => CifarReader.Read(new MemoryStream(bytes), "x", SetPart.Train, "x"));
    }

    private static void Survives(byte[] original, Action<byte[]> read)
    {
        read(original);
        var refused = 0;
        var count = Mutations.Count(2_000);
        for (var number = 0; number < count; number++)
        {
            var damaged = Mutations.Of(original, number);
            try
            {
                read(damaged);
            }
            catch (DistillException)
            {
                refused++;
            }
            catch (Exception error)
            {
                Assert.Fail($"mutation {number}: {error}");
            }
        }

        Assert.InRange(refused, count / 20, count);
    }

    private static byte[] Mended(byte[] tar)
    {
        for (var start = 0; start + 512 <= tar.Length; start += 512)
        {
            var header = tar.AsSpan(start, 512);
            if (header.Slice(257, 5).SequenceEqual("ustar"u8))
            {
                header.Slice(148, 8).Fill((byte)' ');
                var sum = 0;
                foreach (var b in header)
                {
                    sum += b;
                }

                Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
            }
        }

        return tar;
    }
}
