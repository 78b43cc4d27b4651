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
