using Distill.Data;
using Distill.Runs;

namespace Distill.Images.Tests;

public sealed class ImageLayoutTests
{
    [Theory]
    [InlineData("train", "test")]
    [InlineData("Training", "Testing")]
    [InlineData("TRAIN", "TEST")]
    [InlineData("train", "valid")]
    [InlineData("train", "validation")]
    [InlineData("train", "dev")]
    [InlineData("train", "Eval")]
    [InlineData("seg_train", "seg_test")]
    [InlineData("train_images", "val_images")]
    [InlineData("train-set", "test-set")]
    [InlineData("trainset", "testset")]
    [InlineData("TrainImages", "ValidImages")]
    [InlineData("train2017", "val2017")]
    [InlineData("flowers training", "flowers testing")]
    [InlineData("photos/train", "photos/test")]
    [InlineData("a/b/c/train", "a/b/c/val")]
    [InlineData("seg_train/seg_train", "seg_test/seg_test")]
    public void PartsAreToldByTheirNames(string train, string test)
    {
        var opened = Open(new(), [.. Classes(train, 3), .. Classes(test, 1), "__MACOSX/._x.png", "Thumbs.db", ".DS_Store"]);

        Assert.Equal(["cat", "dog"], opened.Train.Examples.ClassNames);
        Assert.Equal([3, 3], opened.Train.Examples.ClassCounts());
        Assert.Equal([1, 1], opened.Test!.Examples.ClassCounts());
        Assert.Empty(opened.LeftOut);
        Assert.Empty(opened.Warnings);
    }

    [Fact]
    public void ANameAloneMakesNoPart()
    {
        var shoes = Open(new(), "boots/0.png", "training shoes/0.png", "test tubes/0.png", "training shoes/1.png");
        Assert.Equal(["boots", "test tubes", "training shoes"], shoes.Train.Examples.ClassNames);
        Assert.Null(shoes.Test);

        var vehicles = Open(new(), "bus/0.png", "car/0.png", "train/0.png");
        Assert.Equal(["bus", "car", "train"], vehicles.Train.Examples.ClassNames);

        var parts = Open(new(), "valid/0.png", "invalid/0.png");
        Assert.Equal(["invalid", "valid"], parts.Train.Examples.ClassNames);
    }

    [Fact]
    public void TheTestPartIsTheLabelledOne()
    {
        string[] files = [.. Classes("train", 2), .. Classes("val", 1), "test/0.png", "test/1.png"];

        var opened = Open(new(), files);
        Assert.Equal("the folder 'val'", opened.Test!.RecognisedBy);
        Assert.Equal([new("images in 'test', which have no labels", 2, "test/0.png")], opened.LeftOut);

        var both = Open(new(), [.. Classes("train", 2), .. Classes("val", 1), .. Classes("test", 3)]);
        Assert.Equal([3, 3], both.Test!.Examples.ClassCounts());
        Assert.Equal([new("images with labels in 'val', beside the test part 'test'", 2, "val/cat/0.png")], both.LeftOut);

        var chosen = Open(new() { TestPart = "VAL" }, [.. Classes("train", 2), .. Classes("val", 1), .. Classes("test", 3)]);
        Assert.Equal([1, 1], chosen.Test!.Examples.ClassCounts());
        Assert.Equal(6, Assert.Single(chosen.LeftOut).Count);
        Fails("has no folder 'dev' beside 'train'", "TestPart", new() { TestPart = "dev" }, files);
        Fails("has no parts", "TestPart", new() { TestPart = "val" }, "a/0.png", "b/0.png");
    }

    [Fact]
    public void OtherFoldersBesideThePartsAreCounted()
    {
        var opened = Open(new(), [.. Classes("seg_train", 2), .. Classes("seg_test", 1), "seg_pred/0.png", "seg_pred/1.png", "stray.png", "seg_train/list.json"]);

        Assert.Equal(4, opened.Train.Examples.Count);
        Assert.Contains(new("images in 'seg_pred', which is no part", 2, "seg_pred/0.png"), opened.LeftOut);
        Assert.Contains(new("images that belong to no part", 1, "stray.png"), opened.LeftOut);
        Assert.Contains(new("files that are no images (.json)", 1, "seg_train/list.json"), opened.LeftOut);
    }

    [Theory]
    [InlineData("")]
    [InlineData("flowers/")]
    [InlineData("set/photos/all/")]
    public void FoldersAroundAllClassesArePassed(string around)
    {
        var opened = Open(new(), $"{around}daisy/0.png", $"{around}rose/1.png", $"{around}rose/deep/2.png");

        Assert.Equal(["daisy", "rose"], opened.Train.Examples.ClassNames);
        Assert.Equal([1, 2], opened.Train.Examples.ClassCounts());
        Assert.Null(opened.Test);
    }

    [Fact]
    public void ClassesMayLieInFoldersOfKinds()
    {
        string[] files = ["cat/siamese/0.png", "cat/other/1.png", "dog/pug/2.png", "dog/other/3.png"];

        Assert.Equal(["cat", "dog"], Open(new(), files).Train.Examples.ClassNames);
        var opened = Open(new() { ClassDepth = 2 }, files);
        Assert.Equal(["cat/other", "siamese", "dog/other", "pug"], opened.Train.Examples.ClassNames);
        Assert.Equal([1, 1, 1, 1], opened.Train.Examples.ClassCounts());
        Fails("1 images lie outside the class folders at depth 2", "ClassDepth", new() { ClassDepth = 2 }, [.. files, "dog/4.png"]);
    }

    [Fact]
    public void ClassesOfTheTestPartThatTrainingLacksAreToldAtOnce()
    {
        var error = Fails("", "", new(), [.. Classes("train", 2), .. Classes("test", 1), "test/Cat/8.png", "test/fish/9.png", "test/fish/10.png"]);

        Assert.Contains("3 images in 'test' are of 2 classes that 'train' does not have: 'Cat' (1, first test/Cat/8.png) Did you mean 'cat'?, 'fish' (2, first test/fish/10.png)", error, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderWithNothingThatIsReadIsNamed()
    {
        var opened = Open(new(), "a/0.png", "b/1.png", "c/2.tif", "c/3.TIF", "b/4.heic", "a/notes.md");

        Assert.Contains("None of the 2 images in the folder 'c' is read: they are .tif.", Assert.Single(opened.Warnings), StringComparison.Ordinal);
        Assert.Equal(
            [new("images of a kind that is not read (.tif)", 2, "c/2.tif"), new("images of a kind that is not read (.heic)", 1, "b/4.heic"), new("files that are no images (.md)", 1, "a/notes.md")],
            opened.LeftOut);
        Fails("kinds that are not read: 2 .tif", "", new(), "a/0.tif", "b/1.tif");
    }

    [Fact]
    public void ImagesAreToldByTheirBytesWhereNamesSayNothing()
    {
        var opened = Open(new(), "a/0", "b/1.png", "b/2.jfif", "b/readme=");

        Assert.Equal([1, 2], opened.Train.Examples.ClassCounts());
        Assert.Equal([new("files that are no images (without an ending)", 1, "b/readme")], opened.LeftOut);
    }

    [Fact]
    public void NamesThatHoldClassesAreAnsweredWithWhatToDo()
    {
        var error = Fails("", "", new(), "train/cat.0.png", "train/cat.1.png", "train/dog.0.png", "train/dog.1.png");

        Assert.Contains("names that begin with 'cat' (2), 'dog' (2)", error, StringComparison.Ordinal);
        Assert.Contains("a folder for each class", error, StringComparison.Ordinal);
        Assert.Empty(Open(new(), "IMG_0.png", "IMG_1.png", "DSC_0.png", "DSC_1.png").Train.Examples.ClassNames);
    }

    [Fact]
    public void OneClassIsSaid() =>
        Assert.Contains("All images are of one class, 'images'", Assert.Single(Open(new(), "images/0.png", "images/1.png").Warnings), StringComparison.Ordinal);

    [Fact]
    public void SeveralTrainingPartsAreAskedAbout()
    {
        Fails("'train_hq', 'train_lq' may each be the training part", "", new(), [.. Classes("train_hq", 1), .. Classes("train_lq", 1), .. Classes("test", 1)]);
        Fails("no folder is called 'train'", "", new(), [.. Classes("val", 1), .. Classes("test", 1)]);
        Assert.Equal(2, Open(new(), [.. Classes("train", 1), .. Classes("train_lq", 2), .. Classes("test", 1)]).Train.Examples.Count);
    }

    [Fact]
    public void FoldersInComposedAndDecomposedLettersAreOne()
    {
        const string Decomposed = "cafe\u0301", Hangul = "\u1100\u1162";
        var opened = Open(new(), $"train/{Decomposed}/0.png", "train/caf\u00E9/1.png", $"train/{Hangul}/2.png", "test/caf\u00E9/3.png", "test/\uAC1C/4.png");

        Assert.Equal(["caf\u00E9", "\uAC1C"], opened.Train.Examples.ClassNames);
        Assert.Equal([2, 1], opened.Train.Examples.ClassCounts());
        Assert.Equal([1, 1], opened.Test!.Examples.ClassCounts());
        Assert.Contains("'train/caf\u00E9' is there in two spellings", Assert.Single(opened.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void LinksToFoldersAreFollowedOnce()
    {
        using var folder = new TemporaryFolder();
        folder.Write("all/cat/0.png", Pictures.Plain(1, 1, 1));
        folder.Write("all/dog/1.png", Pictures.Plain(2, 2, 2));
        folder.Write("set/fox/2.png", Pictures.Plain(3, 3, 3));
        try
        {
            Directory.CreateSymbolicLink(folder.File("set/cat"), "../all/cat");
            Directory.CreateSymbolicLink(folder.File("set/dog"), folder.File("all/dog"));
            Directory.CreateSymbolicLink(folder.File("set/fox/loop"), "../../set");
            Directory.CreateSymbolicLink(folder.File("all/dog/self"), ".");
            Directory.CreateSymbolicLink(folder.File("set/puppies"), folder.File("all/dog"));
        }
        catch (UnauthorizedAccessException)
        {
            Assert.Skip("links need a right that this user lacks");
        }

        var opened = Read(folder, folder.File("set"), new());

        Assert.Equal(["cat", "dog", "fox"], opened.Train.Examples.ClassNames);
        Assert.Equal([1, 1, 1], opened.Train.Examples.ClassCounts());
        Assert.Equal(3, Assert.Single(opened.LeftOut).Count);
    }

    // Names that end in "=" are files that are no images.
    private static OpenedData Open(DataOptions options, params string[] files)
    {
        using var folder = new TemporaryFolder();
        foreach (var (place, name) in files.Index())
        {
            folder.Write($"set/{name.TrimEnd('=')}", name.EndsWith('=') ? [1, 2, 3] : Pictures.Plain((byte)place, 9, 9));
        }

        return Read(folder, folder.File("set"), options);
    }

    private static OpenedData Read(TemporaryFolder folder, string path, DataOptions options) =>
        new DataLocator(new() { CacheFolder = folder.File("cache"), DataFolder = null }).Open(path, options);

    private static string Fails(string message, string member, DataOptions options, params string[] files)
    {
        var error = Assert.Throws<DistillException>(() => Open(options, files));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.True(member.Length == 0 || error.Remedies.Any(remedy => remedy.Member == member));
        return error.Message;
    }

    private static string[] Classes(string part, int count) =>
        [.. from name in (string[])["cat", "dog"] from number in Enumerable.Range(0, count) select $"{part}/{name}/{number}.png"];
}
