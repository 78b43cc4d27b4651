using System.Text;
using Distill.Data;
using Distill.Runs;

namespace Distill.Images.Tests;

public sealed class ImageReaderTests
{
    private static readonly (string Name, byte[] Bytes)[] Pets =
    [
        ("pets/dogs/a.png", Pictures.Plain(1, 2, 3)),
        ("pets/cats/images/deep/b.png", Pictures.Plain(4, 5, 6)),
        ("pets/cats/c.PNG", Pictures.Plain(7, 8, 9)),
        ("pets/readme.txt", [1]),
        ("pets/.hidden/d.png", [1]),
        ("__MACOSX/pets/cats/._c.png", [1]),
    ];

    [Theory]
    [InlineData("folder")]
    [InlineData("pets.zip")]
    [InlineData("pets.tar")]
    [InlineData("pets.tar.gz")]
    public void FoldersAndArchivesGiveTheSameSet(string kind)
    {
        using var folder = new TemporaryFolder();
        var path = Lay(folder, kind, Pets);

        var source = Open(folder, path, new());

        Assert.Equal(["cats", "dogs"], source.ClassNames);
        Assert.Equal(new ExampleShape(3, 4, 4), source.Shape);
        Assert.Equal([0L, 0, 1], new ExampleView(source).Labels());
        Assert.Equal([7, 4, 1], Enumerable.Range(0, 3).Select(row => Pixels(source, row)[0]));
        Assert.Equal([.. Enumerable.Repeat((byte)1, 16), .. Enumerable.Repeat((byte)2, 16), .. Enumerable.Repeat((byte)3, 16)], Pixels(source, 2));
        Assert.Equal(SourceFingerprint.Compute(source), source.Fingerprint);
    }

    [Fact]
    public void TinyImageNetsLayoutOpens()
    {
        using var folder = new TemporaryFolder();
        var path = Lay(folder, "tiny.zip",
            ("tiny/train/n2/images/n2_0.png", Pictures.Plain(20, 0, 0)),
            ("tiny/train/n1/images/n1_0.png", Pictures.Plain(10, 0, 0)),
            ("tiny/train/n1/n1_boxes.txt", [1]),
            ("tiny/val/images/val_0.png", Pictures.Plain(1, 0, 0)),
            ("tiny/val/images/val_1.png", Pictures.Plain(2, 0, 0)),
            ("tiny/val/val_annotations.txt", Encoding.ASCII.GetBytes("val_0.png\tn2\t0\t0\t9\t9\nval_1.png\tn2\t0\t0\t9\t9\n")),
            ("tiny/test/images/test_0.png", Pictures.Plain(3, 0, 0)),
            ("tiny/words.txt", Encoding.ASCII.GetBytes("n0\tthing\nn1\tcrane, bird\nn2\tcrane, machine\n")));

        var train = Open(folder, path, new() { Folder = "train" });
        var test = Open(folder, path, new() { Folder = "val", Manifest = "val_annotations.txt", ClassesFrom = "train" });

        Assert.Equal(["crane, bird", "crane, machine"], train.ClassNames);
        Assert.Equal(train.ClassNames, test.ClassNames);
        Assert.Equal([10, 20], Enumerable.Range(0, 2).Select(row => Pixels(train, row)[0]));
        Assert.Equal([1L, 1], new ExampleView(test).Labels());
        Assert.Equal([1, 2], Enumerable.Range(0, 2).Select(row => Pixels(test, row)[0]));
    }

    [Fact]
    public void AManifestMayBeCsvAndMustFitTheImages()
    {
        using var folder = new TemporaryFolder();
        IExampleSource Labelled(string name, string manifest) => Open(folder, Lay(folder, name,
            ("x/a.png", Pictures.Plain(1, 1, 1)), ("x/b.png", Pictures.Plain(2, 2, 2)), ("labels.csv", Encoding.ASCII.GetBytes(manifest))),
            new() { Manifest = "labels.csv" });

        var source = Labelled("one.zip", "name,label\nx/b.png,cat\na.png,dog\n");
        Assert.Equal([1L, 0], new ExampleView(source).Labels());
        Assert.Equal(["cat", "dog"], source.ClassNames);

        Assert.Contains("no label for x/b.png", Fails(() => Labelled("two.zip", "a.png,dog\n")), StringComparison.Ordinal);
        Assert.Contains("names 3 images, but only 2", Fails(() => Labelled("three.zip", "a.png,dog\nb.png,dog\nc.png,dog\n")), StringComparison.Ordinal);
        Assert.Contains("line 2", Fails(() => Labelled("four.zip", "a.png,dog\nb.png,\n")), StringComparison.Ordinal);
        Assert.Contains("a second time", Fails(() => Labelled("five.zip", "a.png,dog\na.png,cat\n")), StringComparison.Ordinal);
        Assert.Contains("no manifest 'missing.csv'", Fails(() => Open(folder, Lay(folder, "six.zip", Pets), new() { Manifest = "missing.csv" })), StringComparison.Ordinal);
    }

    [Fact]
    public void ImagesOutsideClassFoldersHaveNoLabel()
    {
        using var folder = new TemporaryFolder();

        var source = Open(folder, Lay(folder, "folder", ("pets/a.png", Pictures.Plain(1, 1, 1)), ("pets/b.png", Pictures.Plain(2, 2, 2))), new());

        Assert.Equal([-1L, -1], new ExampleView(source).Labels());
        Assert.Empty(source.ClassNames);
        Assert.Contains("outside the class folders", Fails(() => Open(
            folder, Lay(folder, "folder", ("pets/cats/c.png", Pictures.Plain(1, 1, 1))), new())), StringComparison.Ordinal);
    }

    [Fact]
    public void TheSecondStartMapsWhatTheFirstDecoded()
    {
        using var folder = new TemporaryFolder();
        var path = Lay(folder, "pets.zip", Pets);
        var first = Open(folder, path, new());
        var decoded = Assert.Single(Directory.GetFiles(folder.File("cache/decoded")));
        var time = File.GetLastWriteTimeUtc(decoded);

        var second = Open(folder, path, new());
        Assert.Equal(time, File.GetLastWriteTimeUtc(decoded));
        Assert.Equal(first.Fingerprint, second.Fingerprint);

        Open(folder, path, new() { Color = ImageColor.Grey });
        Assert.Equal(2, Directory.GetFiles(folder.File("cache/decoded")).Length);
    }

    [Fact]
    public void ADamagedCacheIsMadeAnew()
    {
        using var folder = new TemporaryFolder();
        var path = Lay(folder, "pets.zip", Pets);
        var fingerprint = Open(folder, path, new()).Fingerprint;
        var decoded = Assert.Single(Directory.GetFiles(folder.File("cache/decoded")));
        var whole = File.ReadAllBytes(decoded);

        for (var at = 0; at < whole.Length; at += 31)
        {
            var bytes = whole.ToArray();
            bytes[at] ^= 0x55;
            File.WriteAllBytes(decoded, bytes);
            Assert.Equal(fingerprint, Open(folder, path, new()).Fingerprint);
            File.WriteAllBytes(decoded, whole[..at]);
            Assert.Equal(fingerprint, Open(folder, path, new()).Fingerprint);
        }
    }

    [Fact]
    public void MixedSizesNeedAResize()
    {
        using var folder = new TemporaryFolder();
        var path = Lay(folder, "mixed.zip", ("a/1.png", Pictures.Plain(9, 9, 8, 4)), ("b/2.png", Pictures.Plain(9, 9, 8, 6)));

        Assert.Contains("2 sizes: 1 of 4×4 pixels (first a/1.png); 1 of 6×6 pixels (first b/2.png)", Fails(() => Open(folder, path, new())), StringComparison.Ordinal);
        var scaled = Open(folder, path, new() { Resize = new(5, 3) });
        Assert.Equal(new ExampleShape(3, 3, 5), scaled.Shape);
        Assert.All(Pixels(scaled, 1)[..15], p => Assert.Equal(9, p));
    }

    [Fact]
    public void BadArchivesAreNamedWithTheEntry()
    {
        using var folder = new TemporaryFolder();
        var good = Pictures.Plain(1, 1, 1);
        string Message(string name, params (string, byte[])[] files) => Fails(() => Open(folder, Lay(folder, name, files), new()));

        Assert.Contains("a/bad.png is neither PNG, JPEG, WebP, BMP or GIF", Message("1.zip", ("a/1.png", good), ("a/bad.png", [1, 2, 3])), StringComparison.Ordinal);
        Assert.Contains("a/cut.png is damaged", Message("2.zip", ("a/1.png", good), ("a/cut.png", good[..^30])), StringComparison.Ordinal);
        Assert.Contains("'../a/1.png', which leads out", Message("3.zip", ("../a/1.png", good)), StringComparison.Ordinal);
        Assert.Contains("'a/1.png' twice", Message("4.zip", ("a/1.png", good), ("a/1.png", good)), StringComparison.Ordinal);
        Assert.Contains("no PNG, JPEG, WebP, BMP or GIF images", Message("5.zip", ("a/1.txt", good)), StringComparison.Ordinal);
        Assert.Contains("claims 30000×30000 pixels", Message("6.zip", ("a/1.png", Claiming(good, 30_000))), StringComparison.Ordinal);
        Assert.Contains("does not exist", Fails(() => Open(folder, folder.File("none.zip"), new())), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.File("cache/decoded")));
    }

    [Fact]
    public void ABombOfAnEntryIsRefused()
    {
        using var folder = new TemporaryFolder();
        var path = Lay(folder, "bomb.zip", ("a/1.png", new byte[(1 << 27) + 1]));

        Assert.Contains("more than the 134217728 bytes", Fails(() => Open(folder, path, new())), StringComparison.Ordinal);
    }

    [Fact]
    public void CancellingLeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var path = Lay(folder, "pets.zip", Pets);

        Assert.ThrowsAny<OperationCanceledException>(() => new ImageReader(folder.File("cache")).Open(path, new(), "x", null, cancelled.Token));
        Assert.Empty(Directory.GetFiles(folder.File("cache/decoded")));
    }

    internal static string Lay(TemporaryFolder folder, string kind, params (string Name, byte[] Bytes)[] files)
    {
        if (kind.EndsWith(".zip", StringComparison.Ordinal))
        {
            return folder.Write(kind, Pictures.Zip(files));
        }

        if (kind.EndsWith(".tar", StringComparison.Ordinal))
        {
            return folder.Write(kind, Pictures.Tar(files));
        }

        if (kind.EndsWith(".gz", StringComparison.Ordinal))
        {
            return folder.Write(kind, TestFiles.Gzip(Pictures.Tar(files)));
        }

        foreach (var (name, bytes) in files)
        {
            folder.Write(name, bytes);
        }

        return folder.File("pets");
    }

    private static byte[] Claiming(byte[] png, int side)
    {
        var bytes = png.ToArray();
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), side);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), side);
        var crc = uint.MaxValue;
        foreach (var b in bytes.AsSpan(12, 17))
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(29), ~crc);
        return bytes;
    }

    private static IExampleSource Open(TemporaryFolder folder, string path, ImageOptions options) =>
        new ImageReader(folder.File("cache")).Open(path, options, "set", null, CancellationToken.None);

    private static string Fails(Func<IExampleSource> open) => Assert.Throws<DistillException>(open).Message;

    private static byte[] Pixels(IExampleSource source, int row)
    {
        var pixels = new byte[source.Shape.Size];
        source.CopyExamples([row], pixels);
        return pixels;
    }
}
