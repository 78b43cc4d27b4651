using System.Formats.Tar;
using System.Text;
using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Tests.Data.Formats;

public sealed class CifarReaderTests
{
    private const int Pixels = 3072;

    [Fact]
    public void ReadsASingleFileOfEitherKind()
    {
        using var folder = new TemporaryFolder();

        var ten = CifarReader.Open(folder.Write("ten.bin", [.. Record(1, [3]), .. Record(2, [9])]), SetPart.Train);
        var hundred = CifarReader.Open(folder.Write("hundred.bin", [.. Record(1, [19, 99]), .. Record(2, [0, 7])]), SetPart.Train);

        Assert.Equal(new ExampleShape(3, 32, 32), ten.Shape);
        Assert.Equal("cat", ten.ClassNames[3]);
        Assert.Equal([3L, 9], new ExampleView(ten).Labels());
        Assert.Equal(100, hundred.ClassNames.Count);
        Assert.Equal([99L, 7], new ExampleView(hundred).Labels());
        Assert.Equal(Enumerable.Repeat((byte)2, Pixels), Example(hundred, 1));
    }

    [Fact]
    public void FolderAndArchiveGiveTheSameSplits()
    {
        using var folder = new TemporaryFolder();
        (string Name, byte[] Bytes)[] files =
        [
            ("cifar-10-batches-bin/test_batch.bin", Record(9, [1])),
            ("cifar-10-batches-bin/data_batch_2.bin", Record(2, [2])),
            ("cifar-10-batches-bin/data_batch_1.bin", [.. Record(1, [1]), .. Record(5, [5])]),
            ("cifar-10-batches-bin/batches.meta.txt", Encoding.ASCII.GetBytes("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n")),
            ("cifar-10-batches-bin/readme.html", [1]),
        ];
        var tar = Tar(files);
        var archive = folder.Write("cifar.tar.gz", TestFiles.Gzip(tar));
        var plain = folder.Write("cifar.tar", tar);
        foreach (var (name, bytes) in files)
        {
            folder.Write(name, bytes);
        }

        foreach (var path in (string[])[archive, plain, Path.Combine(folder.Path, "cifar-10-batches-bin")])
        {
            var train = CifarReader.Open(path, SetPart.Train);
            Assert.Equal([1L, 5, 2], new ExampleView(train).Labels());
            Assert.Equal("j", train.ClassNames[9]);
            Assert.Equal(Enumerable.Repeat((byte)2, Pixels), Example(train, 2));
            Assert.Equal([1L], new ExampleView(CifarReader.Open(path, SetPart.Test)).Labels());
        }
    }

    [Fact]
    public void SaysWhatIsWrong()
    {
        using var folder = new TemporaryFolder();
        var cut = folder.Write("cut.bin", Record(1, [3])[..^1]);
        var label = folder.Write("label.bin", Record(1, [10]));
        var other = folder.Write("other.tar", Tar([("readme", [1])]));
        var damaged = folder.Write("damaged.tar.gz", TestFiles.Gzip(Tar([("test.bin", Record(1, [1, 1]))])[..700]));

        Assert.Contains("3072 bytes, which is not a whole number", Fails(cut), StringComparison.Ordinal);
        Assert.Contains("record 0 has label 10", Fails(label), StringComparison.Ordinal);
        Assert.Contains("holds no CIFAR training data", Fails(other), StringComparison.Ordinal);
        Assert.Contains("cut short", Fails(damaged), StringComparison.Ordinal);
        Assert.Contains("not a tar archive", Fails(folder.Write("x.tar", new byte[512].Select(_ => (byte)7).ToArray())), StringComparison.Ordinal);
        Assert.Contains("does not exist", Fails(Path.Combine(folder.Path, "nothing.bin")), StringComparison.Ordinal);
    }

    private static string Fails(string path) =>
        Assert.Throws<DistillException>(() => CifarReader.Open(path, SetPart.Train)).Message;

    private static byte[] Record(byte pixel, byte[] labels) => [.. labels, .. Enumerable.Repeat(pixel, Pixels)];

    private static byte[] Example(ArraySource source, int row)
    {
        var bytes = new byte[Pixels];
        source.CopyExamples([row], bytes);
        return bytes;
    }

    private static byte[] Tar((string Name, byte[] Bytes)[] files)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) });
            }
        }

        return stream.ToArray();
    }
}
