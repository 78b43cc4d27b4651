using Distill.Data;
using Distill.Data.Glyphs;
using Distill.Data.Sets;
using Distill.Runs;

namespace Distill.Tests.Data.Sets;

public sealed class CatalogueTests
{
    [Fact]
    public void AnUnknownNameIsAnsweredWithTheNearest()
    {
        var error = Assert.Throws<DistillException>(() => Catalogue.Find("fashon-mnist"));

        Assert.Contains("Did you mean 'fashion-mnist'?", error.Message, StringComparison.Ordinal);
        Assert.Equal("mnist", Catalogue.Find("MNIST").Name);
    }

    [Fact]
    public void GlyphsOpenWithoutAnything()
    {
        using var folder = new TemporaryFolder();
        var catalogue = new Catalogue(new() { CacheFolder = folder.Path, DataFolder = null, Origins = [] });

        var test = catalogue.Open("glyphs", SetPart.Test, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((10_000, "glyphs/test", 16), (test.Count, test.Name, test.ClassNames.Count));
        var many = catalogue.Open("glyphs-100", SetPart.Test, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((10_000, "glyphs-100/test", 100), (many.Count, many.Name, many.ClassNames.Count));
        Assert.Equal("", catalogue.Fetch("glyphs", cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void GlyphsOfAnySizeAreDrawnAsTheyAreRead()
    {
        var catalogue = new Catalogue(new CatalogueOptions());
        var name = "glyphs:15000,10000000,246";
        var (train, test) = (catalogue.Open(name, SetPart.Train, cancellationToken: TestContext.Current.CancellationToken), catalogue.Open(name, SetPart.Test, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal((10_000_000, 15_000, 10_000), (train.Count, train.ClassNames.Count, test.Count));
        Assert.Equal(new GlyphSource(new GlyphOptions { Count = 10_000_000, Classes = 15_000, FamilySize = 246 }).Fingerprint, train.Fingerprint);
        Assert.Contains("15000", Catalogue.Find(name).Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("glyphs:")]
    [InlineData("glyphs:10")]
    [InlineData("glyphs:10,0")]
    [InlineData("glyphs:10,-5")]
    [InlineData("glyphs:10,5,3,2")]
    [InlineData("glyphs:ten,5")]
    public void NumbersOfGlyphsThatAreNoneAreRefused(string name) =>
        Assert.Contains("expected glyphs:CLASSES,IMAGES[,FAMILY]", Assert.Throws<DistillException>(() => Catalogue.Find(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void WithoutAnySourceTheMessageListsAllThatWereTriedAndWhy()
    {
        using var folder = new TemporaryFolder();
        var catalogue = new Catalogue(new()
        {
            CacheFolder = folder.Path,
            DataFolder = "/no/such/folder",
            UseInstalled = false,
            Origins = [new FakeOrigin("the shop", "it is closed"), new FakeOrigin("the library", null)],
        });

        var error = Assert.Throws<DistillException>(() => catalogue.Fetch("mnist", cancellationToken: TestContext.Current.CancellationToken));

        Assert.All(
            [$"{folder.Path}/mnist: no train-images-idx3-ubyte", "/no/such/folder/mnist: no", "the shop: it is closed", "the library: it did not bring all files"],
            part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(folder.Path, "partial")));
    }

    [Fact]
    public void WrongBytesAreRefusedWithBothSums()
    {
        using var folder = new TemporaryFolder();
        var images = folder.Write("mnist/t10k-images-idx3-ubyte.gz", TestFiles.Gzip([1, 2, 3]));
        foreach (var name in (string[])["t10k-labels-idx1-ubyte", "train-images-idx3-ubyte", "train-labels-idx1-ubyte"])
        {
            folder.Write($"mnist/{name}", [0]);
        }

        var catalogue = new Catalogue(new() { CacheFolder = Path.Combine(folder.Path, "cache"), DataFolder = folder.Path, Origins = [] });

        var error = Assert.Throws<DistillException>(() => catalogue.Open("mnist", SetPart.Test, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains($"{images} has the wrong bytes: MD5 5289df737df57326fcdd22597afb1fac (unpacked), expected 2646ac647ad5339dbf082846283269ea", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongBytesNeverReachTheCache()
    {
        using var folder = new TemporaryFolder();
        var origin = new FakeOrigin("the shop", null, ("cifar-10-binary.tar.gz", [1, 2, 3]));
        var catalogue = new Catalogue(new() { CacheFolder = folder.Path, DataFolder = null, Origins = [origin] });

        var error = Assert.Throws<DistillException>(() => catalogue.Open("cifar-10", SetPart.Test, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("expected c32a1d4ab5d03f1284b67883e8d87530", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "cifar-10")));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(folder.Path, "partial")));
    }

    [Fact]
    public void StatusSaysWhereASetIsOrWouldComeFrom()
    {
        using var folder = new TemporaryFolder();
        folder.Write("cifar-100-binary.tar.gz", [1, 2, 3]);
        var catalogue = new Catalogue(new()
        {
            CacheFolder = Path.Combine(folder.Path, "cache"),
            DataFolder = folder.Path,
            Origins = [new DebianOrigin(), new AddressOrigin()],
            UseInstalled = false,
        });

        var status = catalogue.Status().ToDictionary(s => s.Set.Name);

        Assert.Equal((folder.Path, 3L), (status["cifar-100"].Folder, status["cifar-100"].Bytes));
        Assert.Equal("", status["glyphs"].Folder);
        Assert.Null(status["fashion-mnist"].Folder);
        Assert.Equal(["the Debian package dataset-fashion-mnist", "fashion-mnist.s3-website.eu-central-1.amazonaws.com"], status["fashion-mnist"].Origins);
        Assert.Equal(["cs231n.stanford.edu"], status["tiny-imagenet"].Origins);
    }

    [Fact]
    public void RealMnistOpensFromTheDataFolder()
    {
        var data = Environment.GetEnvironmentVariable("DISTILL_DATA");
        Assert.SkipWhen(data is null || !Directory.Exists(Path.Combine(data, "mnist")), "DISTILL_DATA has no mnist");
        using var folder = new TemporaryFolder();
        var catalogue = new Catalogue(new() { CacheFolder = folder.Path, DataFolder = data, Origins = [] });

        var test = new ExampleView(catalogue.Open("mnist", SetPart.Test, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], test.ClassCounts());
        Assert.Equal(7, test.Labels()[0]);
    }
}
