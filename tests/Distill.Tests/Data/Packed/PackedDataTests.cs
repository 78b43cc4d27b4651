using CsCheck;
using Distill.Data;
using Distill.Data.Glyphs;
using Distill.Data.Packed;
using Distill.Runs;

namespace Distill.Tests.Data.Packed;

public sealed class PackedDataTests
{
    private static readonly ExampleShape Shape = new(1, 3, 2);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public void AllExamplesAreThereOnceEachWithItsLabel(int perFile)
    {
        using var folder = new TemporaryFolder();
        var data = Data(23, 5);
        PackedWriter.Write(folder.Path, "sample", data, perFile, null, TestContext.Current.CancellationToken);

        var opened = PackedData.Open(folder.Path);

        Assert.Equal((23, 5), (opened.Train.Examples.Count, opened.Test!.Examples.Count));
        Assert.Equal(Lines(data.Train.Examples).Order(), Lines(opened.Train.Examples).Order());
        Assert.Equal(Lines(data.Test!.Examples).Order(), Lines(opened.Test.Examples).Order());
        Assert.Equal(data.Train.Examples.ClassNames, opened.Train.Examples.ClassNames);
        Assert.Equal(28, PackedData.Verify(folder.Path, null, TestContext.Current.CancellationToken));
        Assert.Equal(((23 + perFile - 1) / perFile) + ((5 + perFile - 1) / perFile), Directory.GetFiles(folder.Path, "*.safetensors").Length);
    }

    [Fact]
    public void RealNumbersAndTheirNamesAreKept()
    {
        using var folder = new TemporaryFolder();
        var source = new ArraySource("table", [0.5f, -1e-30f, float.MaxValue, 3, 4, 5], [1, -1], Samples.Names(2)) { FeatureNames = ["a", "b", "c"] };
        PackedWriter.Write(folder.Path, "table", new OpenedData(new DataPart(new ExampleView(source), "a file"), null), null, null, TestContext.Current.CancellationToken);

        var view = PackedData.Open(folder.Path).Train.Examples;

        Assert.Equal(Lines(new ExampleView(source)).Order(), Lines(view).Order());
        Assert.Equal(source.FeatureNames, view.FeatureNames);
        Assert.Null(PackedData.Open(folder.Path).Test);
    }

    [Fact]
    public void PackingThatWasStoppedGoesOnAndEndsWithTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        var data = Data(60, 10);
        PackedWriter.Write(folder.File("whole"), "sample", data, 8, null, TestContext.Current.CancellationToken);
        for (var files = 1; files < 10; files++)
        {
            using var stop = new CancellationTokenSource();
            var left = files;
            var told = new Told(() =>
            {
                if (--left == 0)
                {
                    stop.Cancel();
                }
            });
            Assert.ThrowsAny<OperationCanceledException>(() => PackedWriter.Write(folder.File("cut"), "sample", data, 8, told, stop.Token));
            Assert.False(PackedData.IsAt(folder.File("cut")));
        }

        PackedWriter.Write(folder.File("cut"), "sample", data, 8, null, TestContext.Current.CancellationToken);

        Assert.Equal(Bytes(folder.File("whole")), Bytes(folder.File("cut")));
        var other = Assert.Throws<DistillException>(() => PackedWriter.Write(folder.File("cut"), "sample", data, 9, null, TestContext.Current.CancellationToken));
        Assert.Contains("was packed otherwise", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFingerprintIsThatOfTheFilesAndFollowsTheirContent()
    {
        using var folder = new TemporaryFolder();
        Fingerprint Packed(string name, OpenedData data)
        {
            PackedWriter.Write(folder.File(name), "sample", data, 8, null, TestContext.Current.CancellationToken);
            return PackedData.Open(folder.File(name)).Train.Examples.Fingerprint;
        }

        var first = Packed("a", Data(20, 3));
        Assert.Equal(first, Packed("b", Data(20, 3)));
        Assert.NotEqual(first, Packed("c", Data(20, 3, seed: 9)));
        Assert.NotEqual(first, Packed("d", Data(21, 3)));
    }

    [Fact]
    public void FilesThatAreTooLargeOrTooManyAreRefused()
    {
        using var folder = new TemporaryFolder();
        var many = new OpenedData(new DataPart(new ExampleView(new GlyphSource(new GlyphOptions { Count = 20_000_000 })), "glyphs"), null);

        Assert.Contains("put fewer examples into each", Assert.Throws<DistillException>(() => PackedWriter.Write(folder.File("a"), "many", many, 2_000_000, null, default)).Message, StringComparison.Ordinal);
        Assert.Contains("put more examples into each", Assert.Throws<DistillException>(() => PackedWriter.Write(folder.File("a"), "many", many, 100, null, default)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("a")));
    }

    [Fact]
    public void AFileThatIsMissingCutOrChangedIsNamed()
    {
        using var folder = new TemporaryFolder();
        PackedWriter.Write(folder.Path, "sample", Data(20, 3), 8, null, TestContext.Current.CancellationToken);
        var file = folder.File("train-00001.safetensors");
        var bytes = File.ReadAllBytes(file);

        File.WriteAllBytes(file, bytes[..^1]);
        Assert.Contains("train-00001.safetensors has", Assert.Throws<DistillException>(() => PackedData.Open(folder.Path)).Message, StringComparison.Ordinal);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
        PackedData.Open(folder.Path);
        Assert.Contains("has other bytes than when it was packed", Assert.Throws<DistillException>(() => PackedData.Verify(folder.Path, null, default)).Message, StringComparison.Ordinal);
        File.Delete(file);
        Assert.Contains("train-00001.safetensors is missing", Assert.Throws<DistillException>(() => PackedData.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MutatedIndicesAndFilesAreRefusedOrRead()
    {
        using var folder = new TemporaryFolder();
        PackedWriter.Write(folder.Path, "sample", Data(20, 3), 8, null, TestContext.Current.CancellationToken);
        var rows = Enumerable.Range(0, 20).Select(row => (long)row).ToArray();
        foreach (var name in new[] { "packed.json", "train-00000.safetensors" })
        {
            var bytes = File.ReadAllBytes(folder.File(name));
            Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte).Sample(
                (place, value) =>
                {
                    var changed = (byte[])bytes.Clone();
                    changed[place] = value;
                    File.WriteAllBytes(folder.File(name), changed);
                    try
                    {
                        var view = PackedData.Open(folder.Path).Train.Examples;
                        view.Source.CopyLabels(rows.AsSpan(0, Math.Min(rows.Length, view.Count)), new long[Math.Min(rows.Length, view.Count)]);
                    }
                    catch (DistillException)
                    {
                        // Refused in words.
                    }
                },
                iter: 300,
                threads: 1);
            File.WriteAllBytes(folder.File(name), bytes);
        }
    }

    private static OpenedData Data(int train, int test, long seed = 1) => new(
        new DataPart(new ExampleView(Samples.Pixels(train, Shape, seed: seed)), "a sample"), new DataPart(new ExampleView(Samples.Pixels(test, Shape, seed: seed + 1)), "a sample"));

    private static IEnumerable<string> Lines(ExampleView view)
    {
        var size = view.Shape.Size * (view.ElementType == ElementType.Real ? 4 : 1);
        var (bytes, labels) = (new byte[view.Count * size], view.Labels());
        view.CopyExamples(0, view.Count, bytes);
        return Enumerable.Range(0, view.Count).Select(row => $"{Convert.ToHexString(bytes.AsSpan(row * size, size))} {labels[row]}");
    }

    private static Dictionary<string, string> Bytes(string folder) =>
        Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(File.ReadAllBytes(file)));

    private sealed class Told(Action tell) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => tell();
    }
}
