using System.Formats.Tar;
using CsCheck;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Tests.Data.Formats;

public sealed class TarWalkerTests
{
    private static readonly Gen<(TarEntryFormat Format, string Name, byte[] Bytes)[]> Archives =
        Gen.Select(
            Gen.Int[0, 2].Select(i => new[] { TarEntryFormat.Ustar, TarEntryFormat.Gnu, TarEntryFormat.Pax }[i]),
            Gen.String[Gen.Char["abcdefgh/."], 1, 90].Select(Gen.Bool, (name, isLong) => (isLong ? new string('d', 60) + "/" + new string('e', 60) + "/" : "") + "n" + name),
            Gen.Byte.Array[0, 1100]).Array[1, 6];

    [Fact]
    public void ReadsWhatTheClassLibraryWrites() => Archives.Sample(files =>
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            foreach (var (format, name, bytes) in files)
            {
                var data = new MemoryStream(bytes);
                writer.WriteEntry(format switch
                {
                    TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name[^Math.Min(name.Length, 90)..]) { DataStream = data },
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = data },
                    _ => new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = data },
                });
            }
        }

        archive.Position = 0;
        var read = TarWalker.Entries(archive, "x.tar").Select(e => (e.Name, Reading.ToEnd(e.Content, 2000, "x"))).ToList();

        Assert.Equal(files.Length, read.Count);
        for (var i = 0; i < files.Length; i++)
        {
            var name = files[i].Format == TarEntryFormat.Ustar ? files[i].Name[^Math.Min(files[i].Name.Length, 90)..] : files[i].Name;
            Assert.Equal(name, read[i].Name);
            Assert.Equal(files[i].Bytes, read[i].Item2);
        }
    });

    [Fact]
    public void UnreadContentIsSkippedAndFoldersLeftOut()
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Gnu, leaveOpen: true))
        {
            writer.WriteEntry(new GnuTarEntry(TarEntryType.Directory, "folder/"));
            writer.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, "one") { DataStream = new MemoryStream(new byte[900]) });
            writer.WriteEntry(new GnuTarEntry(TarEntryType.SymbolicLink, "link") { LinkName = "/etc/passwd" });
            writer.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, "two") { DataStream = new MemoryStream([7]) });
        }

        var bytes = archive.ToArray();
        Assert.Equal(["one", "two"], TarWalker.Entries(new MemoryStream(bytes), "x").Select(e => e.Name));
        Assert.Equal(["one", "two"], TarWalker.Entries(GzipSniffer.Unpack(new MemoryStream(TestFiles.Gzip(bytes))), "x").Select(e => e.Name));
    }

    [Theory]
    [InlineData("L", "77777777777")]
    [InlineData("x", "77777777777")]
    [InlineData("0", "77777777777")]
    public void AClaimedLengthAllocatesNothing(string type, string size)
    {
        var header = Header(type[0], size);
        Assert.Throws<DistillException>(() => Walk(header));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DistillException>(() => Walk(header));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300_000);
    }

    private static void Walk(byte[] archive)
    {
        foreach (var entry in TarWalker.Entries(new MemoryStream(archive), "x"))
        {
            Reading.ToEnd(entry.Content, 1 << 20, "x");
        }
    }

    private static byte[] Header(char type, string size)
    {
        var header = new byte[1024];
        header[0] = (byte)'n';
        System.Text.Encoding.ASCII.GetBytes(size).CopyTo(header, 124);
        header[156] = (byte)type;
        header.AsSpan(148, 8).Fill((byte)' ');
        var sum = header.AsSpan(0, 512).ToArray().Sum(b => b);
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return header;
    }
}
