using System.Text;
using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Images.Tests;

public sealed class LabelListTests
{
    [Theory]
    [InlineData("train.csv", "image,label\n0.png,a\n1.png,b\n2.png,a\n")]
    [InlineData("train.csv", "0.png,a\n1.png,b\n2.png,a\n")]
    [InlineData("train.csv", "id,breed\n0,a\n1,b\n2,a\n")]
    [InlineData("train.csv", "breed;file\na;0.png\nb;1.png\na;2.png\n")]
    [InlineData("labels.csv", "width,path,height,class\n8,data/train/0.png,8,a\n8,data/train/1.png,8,b\n8,data/train/2.png,8,a\n")]
    [InlineData("train/metadata.csv", "file_name,label\n0.png,a\n1.png,b\n2.png,a\n")]
    [InlineData("train/labels.txt", "0.png a\n1.png b\n2.png a\n")]
    [InlineData("train_labels.tsv", "0.png\ta\n1.png\tb\n2.png\ta\n")]
    [InlineData("train/train_annotations.txt", "0.png\ta\t1\t2\n1.png\tb\t1\t2\n2.png\ta\t1\t2\n")]
    [InlineData("train.csv", "\uFEFFimage,label\r\n\"train\\0.png\",a\r\n./1.png,b\r\n2.png,a\r\n")]
    public void ListsAreReadWhereverTheyLie(string list, string text)
    {
        var opened = Open(new(), (list, text), "train/0.png", "train/1.png", "train/2.png");

        Assert.Equal(["a", "b"], opened.Train.Examples.ClassNames);
        Assert.Equal([0L, 1, 0], opened.Train.Examples.Labels());
        Assert.Contains($"the list '{list}'", opened.Train.RecognisedBy, StringComparison.Ordinal);
        Assert.Empty(opened.LeftOut);
        Assert.Empty(opened.Warnings);
    }

    [Fact]
    public void ImagesInOneFolderWithAListBesideIt()
    {
        var opened = Open(new(), ("labels.csv", "name,label\n0.png,10\n1.png,9\n7.png,9\n"), "images/0.png", "images/1.png", "images/2.png");

        Assert.Equal(["9", "10"], opened.Train.Examples.ClassNames);
        Assert.Equal([1L, 0, -1], opened.Train.Examples.Labels());
        Assert.Equal([new("rows of 'labels.csv' that name no image", 1, "7.png")], opened.LeftOut);
        Assert.Contains("1 of 3 images in", Assert.Single(opened.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void OneListMayServeBothParts()
    {
        var opened = Open(new(), ("labels.csv", "train/0.png,a\ntrain/1.png,b\ntest/0.png,b\n"), "train/0.png", "train/1.png", "test/0.png");

        Assert.Equal([0L, 1], opened.Train.Examples.Labels());
        Assert.Equal([1L], opened.Test!.Examples.Labels());
        Assert.Empty(opened.LeftOut);
    }

    [Fact]
    public void ListsMayDivide()
    {
        var opened = Open(new(), [("train.csv", "0.png,a\n1.png,b\n"), ("val.csv", "2.png,b\n"), ("test.csv", "name\n3.png\n")], "images/0.png", "images/1.png", "images/2.png", "images/3.png");

        Assert.Equal([0L, 1], opened.Train.Examples.Labels());
        Assert.Equal([1L], opened.Test!.Examples.Labels());
        Assert.Contains(new("images that belong to no part", 1, "images/3.png"), opened.LeftOut);
    }

    [Fact]
    public void UnlabelledTestImagesBesideAListedTrainingPartAreCounted()
    {
        var opened = Open(
            new(), [("train.csv", "id,label\n0,a\n1,b\n"), ("sample_submission.csv", "id,label\n2,a\n"), ("test.csv", "id,width\n2,8\n")], "train_images/0.png", "train_images/1.png", "test_images/2.png");

        Assert.Equal([0L, 1], opened.Train.Examples.Labels());
        Assert.Null(opened.Test);
        Assert.Equal(new("images in 'test_images', which have no labels", 1, "test_images/2.png"), opened.LeftOut[0]);
    }

    [Fact]
    public void FoldersAndListThatDifferAreAskedAbout()
    {
        (string, string) list = ("meta.csv", "0.png,red\n1.png,blue\n");

        var error = Assert.Throws<DistillException>(() => Open(new(), list, "cat/0.png", "dog/1.png"));
        Assert.Equal(["ClassDepth", "LabelColumn"], error.Remedies.Select(remedy => remedy.Member));
        Assert.Equal(["cat", "dog"], Open(new() { ClassDepth = 1 }, list, "cat/0.png", "dog/1.png").Train.Examples.ClassNames);
        Assert.Equal(["blue", "red"], Open(new() { Csv = new() { LabelColumn = "1" } }, list, "cat/0.png", "dog/1.png").Train.Examples.ClassNames);
        Assert.Equal(["cat", "dog"], Open(new(), ("meta.csv", "0.png,cat\n1.png,dog\n"), "cat/0.png", "dog/1.png").Train.Examples.ClassNames);
    }

    [Theory]
    [InlineData("labels.csv", "x0.png,a\nx1.png,b\n", "names none of the 2 images")]
    [InlineData("labels.csv", "0.png,a\n0.png,b\n", "is named with the classes 'a' and 'b'")]
    [InlineData("labels.csv", "name,colour,shape\n0.png,red,round\n1.png,blue,flat\n", "which of its columns is their class cannot be told: 'colour', 'shape'")]
    public void ListsThatDoNotFitAreRefused(string list, string text, string message) =>
        Assert.Contains(message, Assert.Throws<DistillException>(() => Open(new(), (list, text), "images/0.png", "images/1.png")).Message, StringComparison.Ordinal);

    [Fact]
    public void TheColumnOfClassesMayBeNamed()
    {
        var options = new DataOptions { Csv = new CsvOptions { LabelColumn = "shape" } };

        Assert.Equal(["flat", "round"], Open(options, ("labels.csv", "name,colour,shape\n0.png,red,round\n1.png,blue,flat\n"), "images/0.png", "images/1.png").Train.Examples.ClassNames);
        var unread = Assert.Throws<DistillException>(() => Open(options, ("notes.txt", "hello there"), "a/0.png", "b/1.png"));
        Assert.Contains("would change nothing", unread.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherTextsAreNoLists()
    {
        var opened = Open(new(), [("README.txt", "Photographs, \"as\" they are, of 0.png and more\n"), ("sizes.csv", "8,8\n9,9\n")], "a/0.png", "b/1.png");

        Assert.Equal(["a", "b"], opened.Train.Examples.ClassNames);
        Assert.Equal(2, opened.LeftOut.Count);
    }

    private static OpenedData Open(DataOptions options, (string Name, string Text) list, params string[] images) => Open(options, [list], images);

    private static OpenedData Open(DataOptions options, (string Name, string Text)[] lists, params string[] images)
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, text) in lists)
        {
            folder.Write($"set/{name}", Encoding.UTF8.GetBytes(text));
        }

        foreach (var (place, name) in images.Index())
        {
            folder.Write($"set/{name}", Pictures.Plain((byte)place, 9, 9));
        }

        return new DataLocator(new() { CacheFolder = folder.File("cache"), DataFolder = null }).Open(folder.File("set"), options);
    }
}
