using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Tests.Data.Formats;

public sealed class IdxReaderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OpensImagesAndLabelsPlainOrPacked(bool packed)
    {
        using var folder = new TemporaryFolder();
        Func<byte[], byte[]> pack = packed ? TestFiles.Gzip : bytes => bytes;
        var images = folder.Write("images", pack(Idx.File([3, 2, 4], Idx.Ramp(24))));
        var labels = folder.Write("labels", pack(Idx.File([3], [2, 0, 2])));

        var source = IdxReader.Open(images, labels);

        Assert.Equal(new ExampleShape(1, 2, 4), source.Shape);
        Assert.Equal(ElementType.Pixel, source.ElementType);
        Assert.Equal(["0", "1", "2"], source.ClassNames);
        var view = new ExampleView(source);
        Assert.Equal([2L, 0, 2], view.Labels());
        var second = new byte[8];
        view.CopyExamples(1, 1, second);
        Assert.Equal(Idx.Ramp(24)[8..16], second);
    }

    [Fact]
    public void FourDimensionsHaveChannels()
    {
        using var folder = new TemporaryFolder();
        var images = folder.Write("images", Idx.File([1, 3, 2, 2], Idx.Ramp(12)));
        var labels = folder.Write("labels", Idx.File([1], [0]));

        Assert.Equal(new ExampleShape(3, 2, 2), IdxReader.Open(images, labels).Shape);
    }

    public static TheoryData<string, byte[]> Damaged => new()
    {
        { "does not start", [1, 0, 8, 1, 0, 0, 0, 1, 5] },
        { "does not start", [] },
        { "type 0x0D", Idx.File([1], [5], type: 0x0D) },
        { "0 dimensions", Idx.File([], []) },
        { "5 dimensions", Idx.File([1, 1, 1, 1, 1], [5]) },
        { "within its header", Idx.File([1, 1], [])[..9] },
        { "dimension of 0", Idx.File([2, 0], []) },
        { "ends after 2 bytes", Idx.File([3], [1, 2]) },
        { "goes on after the 1 bytes", Idx.File([1], [1, 2]) },
        { "cannot hold", Idx.File([uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue], [1]) },
        { "ends after 2 bytes", TestFiles.Gzip(Idx.File([3], [1, 2])) },
        { "goes on after", TestFiles.Gzip(Idx.File([1], [1, 2])) },
        { "damaged", [.. TestFiles.Gzip(Idx.File([3], [1, 2, 3]))[..15], 77, 77, 77, 77, 77, 77, 77, 77] },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void NamesTheFileAndWhatIsWrongWithIt(string expected, byte[] content)
    {
        using var stream = new MemoryStream(content);

        var error = Assert.Throws<DistillException>(() => IdxReader.Read(stream, "train-images"));

        Assert.StartsWith("train-images", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AClaimOfManyElementsAllocatesNothing(bool packed)
    {
        var bytes = Idx.File([1 << 20, 1 << 20, 1 << 20], [1]);
        using var stream = new MemoryStream(packed ? TestFiles.Gzip(bytes) : bytes);
        Assert.Throws<DistillException>(() => IdxReader.Read(stream, "x"));
        stream.Position = 0;

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DistillException>(() => IdxReader.Read(stream, "x"));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void RefusesFilesThatDoNotBelongTogether()
    {
        using var folder = new TemporaryFolder();
        var images = folder.Write("images", Idx.File([2, 2, 2], Idx.Ramp(8)));
        var labels = folder.Write("labels", Idx.File([3], [0, 1, 1]));
        var two = folder.Write("two", Idx.File([2], [0, 3]));

        Assert.Contains("2 images but", Assert.Throws<DistillException>(() => IdxReader.Open(images, labels)).Message, StringComparison.Ordinal);
        Assert.Contains("swapped", Assert.Throws<DistillException>(() => IdxReader.Open(labels, images)).Message, StringComparison.Ordinal);
        Assert.Contains("label 3", Assert.Throws<DistillException>(() => IdxReader.Open(images, two, classNames: ["a", "b"])).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<DistillException>(() => IdxReader.Open(images + "x", labels)).Message, StringComparison.Ordinal);
    }
}
