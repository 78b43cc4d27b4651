using System.Text;
using Distill.Data;
using Distill.Runs;

namespace Distill.Images.Tests;

public sealed class DataLocatorTests
{
    [Fact]
    public void CatalogueNamesOpen()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal("glyphs/test", Locate(folder, "Glyphs", SetPart.Test)!.Name);
        var error = Assert.Throws<DistillException>(() => Locate(folder, "gliphs", SetPart.Train));
        Assert.Contains("Did you mean 'glyphs'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DividedImagesOpenByPart()
    {
        using var folder = new TemporaryFolder();
        var zip = folder.Write("pets.zip", Pictures.Zip(
            ("pets/train/cat/1.png", Pictures.Plain(1, 1, 1)), ("pets/train/dog/2.png", Pictures.Plain(2, 2, 2)),
            ("pets/test/dog/3.png", Pictures.Plain(3, 3, 3))));

        var train = Locate(folder, zip, SetPart.Train)!;
        var test = Locate(folder, zip, SetPart.Test)!;

        Assert.Equal(("pets.zip/train", 2), (train.Name, train.Count));
        Assert.Equal(["cat", "dog"], test.ClassNames);
        Assert.Equal([1L], test.Labels());
    }

    [Fact]
    public void TheLabelledPartIsTheTestPart()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny/train/n1/images/1.png", Pictures.Plain(1, 1, 1));
        folder.Write("tiny/val/images/2.png", Pictures.Plain(2, 2, 2));
        folder.Write("tiny/val/val_annotations.txt", Encoding.ASCII.GetBytes("2.png\tn1\n"));
        folder.Write("tiny/test/images/3.png", Pictures.Plain(3, 3, 3));

        var test = Locate(folder, folder.File("tiny"), SetPart.Test)!;

        Assert.Equal(1, test.Count);
        Assert.Equal([0L], test.Labels());
    }

    [Fact]
    public void UndividedDataIsAllForTraining()
    {
        using var folder = new TemporaryFolder();
        folder.Write("pets/cat/1.png", Pictures.Plain(1, 1, 1));
        var csv = folder.Write("flowers.csv", Encoding.ASCII.GetBytes("1,2,a\n3,4,b\n"));

        Assert.Equal(1, Locate(folder, folder.File("pets"), SetPart.Train)!.Count);
        Assert.Null(Locate(folder, folder.File("pets"), SetPart.Test));
        Assert.Equal(2, Locate(folder, csv, SetPart.Train)!.Count);
        Assert.Null(Locate(folder, csv, SetPart.Test));
    }

    [Fact]
    public void CsvPairsShareTheClassesOfTheTrainingFile()
    {
        using var folder = new TemporaryFolder();
        var train = folder.Write("data/train.csv", Encoding.ASCII.GetBytes("x,label\n1,a\n2,b\n3,c\n"));
        folder.Write("data/test.csv", Encoding.ASCII.GetBytes("x,label\n5,c\n"));

        foreach (var path in (string[])[train, folder.File("data")])
        {
            var test = Locate(folder, path, SetPart.Test)!;
            Assert.Equal(["a", "b", "c"], test.ClassNames);
            Assert.Equal([2L], test.Labels());
        }
    }

    [Fact]
    public void IdxFilesAreFoundByTheirNames()
    {
        using var folder = new TemporaryFolder();
        byte[] Idx(byte count, params byte[] rest) => [0, 0, 8, (byte)(rest.Length == count ? 1 : 3), 0, 0, 0, count, .. rest];
        var train = folder.Write("train-images-idx3-ubyte", Idx(2, 0, 0, 0, 1, 0, 0, 0, 2, 9, 9, 9, 9));
        folder.Write("train-labels-idx1-ubyte.gz", TestFiles.Gzip(Idx(2, 0, 4)));
        folder.Write("t10k-images-idx3-ubyte", Idx(1, 0, 0, 0, 1, 0, 0, 0, 2, 7, 7));
        folder.Write("t10k-labels-idx1-ubyte", Idx(1, 1));

        foreach (var path in (string[])[train, folder.Path])
        {
            var opened = Open(folder, path);
            Assert.Equal([0L, 2], opened.Train.Examples.Labels());
            Assert.Equal([1L], opened.Test!.Examples.Labels());
            Assert.Equal(["0", "1", "4"], opened.Test.Examples.ClassNames);
            Assert.Contains("No example has the label 2, 3", opened.Warnings.Single(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EmnistOpensByFolderWithoutAClassZero()
    {
        using var folder = new TemporaryFolder();
        foreach (var (part, labels) in new[] { ("train", new byte[] { 1, 2, 3 }), ("test", [3]) })
        {
            folder.Write($"emnist-letters-{part}-images-idx3-ubyte.gz", TestFiles.Gzip([0, 0, 8, 3, 0, 0, 0, (byte)labels.Length, 0, 0, 0, 1, 0, 0, 0, 1, .. labels]));
            folder.Write($"emnist-letters-{part}-labels-idx1-ubyte.gz", TestFiles.Gzip([0, 0, 8, 1, 0, 0, 0, (byte)labels.Length, .. labels]));
        }

        folder.Write("emnist-letters-mapping.txt", "1 65 97\n"u8.ToArray());
        var opened = Open(folder, folder.Path);

        Assert.Equal(["1", "2", "3"], opened.Train.Examples.ClassNames);
        Assert.Equal([0L, 1, 2], opened.Train.Examples.Labels());
        Assert.Equal([2L], opened.Test!.Examples.Labels());
        Assert.Contains("No example has the label 0: the classes are the 3 others of 0 to 3", opened.Warnings.Single(), StringComparison.Ordinal);
        Assert.Equal(("emnist-letters-mapping.txt", 1), (opened.LeftOut.Single().First, opened.LeftOut.Single().Count));

        var digits = folder.Write("emnist-digits-train-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 9]);
        folder.Write("emnist-digits-train-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 1, 0]);
        var error = Assert.Throws<DistillException>(() => Open(folder, folder.Path));
        Assert.Contains($"holds 2 sets of IDX files. Give the images of the training part of one, for example {digits}", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, Open(folder, digits).Train.Examples.Count);
    }

    [Fact]
    public void QmnistsLabelsAreTheFirstOfEachRow()
    {
        using var folder = new TemporaryFolder();
        foreach (var (part, label) in new[] { ("train", (byte)1), ("test", (byte)0) })
        {
            folder.Write($"qmnist-{part}-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 5, 6]);
            folder.Write($"qmnist-{part}-labels-idx2-int", [0, 0, 12, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, label, 0, 0, 0, 9]);
        }

        var opened = Open(folder, folder.Path);

        Assert.Equal([0L, 1], opened.Train.Examples.Labels());
        Assert.Equal([0L, 0], opened.Test!.Examples.Labels());
        Assert.Empty(opened.LeftOut);
    }

    [Fact]
    public void TablesOpenByTheirEndings()
    {
        using var folder = new TemporaryFolder();
        foreach (var ending in (string[])["csv", "TSV", "tab", "txt"])
        {
            var file = folder.Write($"flowers.{ending}", Encoding.ASCII.GetBytes("x\ty\tkind\n1\t2\ta\n3\t4\tb\n"));

            Assert.Equal(["x", "y"], Locate(folder, file, SetPart.Train)!.FeatureNames!);
        }

        folder.Write("kaggle/Training.csv", Encoding.ASCII.GetBytes("label,p0,p1\n0,1,2\n1,3,4\n"));
        folder.Write("kaggle/Test.csv", Encoding.ASCII.GetBytes("p1,p0\n6,5\n"));
        var opened = Open(folder, folder.File("kaggle"));
        Assert.Equal([-1L], opened.Test!.Examples.Labels());
        Assert.Contains("Test.csv has no column 'label'", opened.Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void CifarIsToldFromImages()
    {
        using var folder = new TemporaryFolder();
        byte[] record = [7, .. new byte[3072]];
        var tar = folder.Write("c.tar", Pictures.Tar(("c/data_batch_1.bin", record), ("c/test_batch.bin", [.. record, .. record])));
        folder.Write("c/data_batch_1.bin", record);
        var single = folder.Write("one.bin", record);

        Assert.Equal(2, Locate(folder, tar, SetPart.Test)!.Count);
        Assert.Equal([7L], Locate(folder, folder.File("c"), SetPart.Train)!.Labels());
        Assert.Equal([7L], Locate(folder, single, SetPart.Train)!.Labels());
    }

    [Fact]
    public void OtherFilesAreAnsweredWithWhatWasLookedFor()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("data.xyz", [1]);

        Assert.Contains("is of no known kind. Looked for .csv", Assert.Throws<DistillException>(() => Locate(folder, file, SetPart.Train)).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(folder.File("empty"));
        Assert.Contains("no PNG, JPEG, WebP, BMP or GIF images", Assert.Throws<DistillException>(() => Locate(folder, folder.File("empty"), SetPart.Train)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TinyImageNetOpens()
    {
        var data = Environment.GetEnvironmentVariable("DISTILL_DATA");
        Assert.SkipWhen(data is null || !File.Exists(Path.Combine(data, "tiny-imagenet-32.tar.gz")), "DISTILL_DATA has no Tiny ImageNet");
        using var folder = new TemporaryFolder();

        var test = new DataLocator(new() { CacheFolder = folder.Path, DataFolder = data, Origins = [] }).Open("tiny-imagenet").Test!.Examples;

        Assert.Equal((10_000, new ExampleShape(3, 32, 32), 200), (test.Count, test.Shape, test.ClassNames.Count));
        Assert.Equal(Enumerable.Repeat(50, 200), test.ClassCounts());
        Assert.Contains("goldfish", test.ClassNames);
    }

    private static ExampleView? Locate(TemporaryFolder folder, string data, SetPart part)
    {
        var opened = Open(folder, data);
        return part == SetPart.Train ? opened.Train.Examples : opened.Test?.Examples;
    }

    private static OpenedData Open(TemporaryFolder folder, string data) => new DataLocator(new() { CacheFolder = folder.File("cache"), DataFolder = null, Origins = [], UseInstalled = false }).Open(data);
}
