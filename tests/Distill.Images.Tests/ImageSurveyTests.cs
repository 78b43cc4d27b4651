using Distill.Data;
using Distill.Runs;
using SkiaSharp;

namespace Distill.Images.Tests;

public sealed class ImageSurveyTests
{
    private static readonly byte[] Ramp = [.. Enumerable.Range(0, 16).Select(i => (byte)(16 * i))];
    private static readonly byte[] GreyPalette = [.. Enumerable.Range(0, 256).SelectMany(i => new[] { (byte)i, (byte)i, (byte)i })];
    private static readonly byte[] RedPalette = [.. Enumerable.Range(0, 256).SelectMany(i => new byte[] { (byte)i, 0, 0 })];

    [Fact]
    public void GreyIsGreyHoweverItIsStored()
    {
        var opened = Open(new(),
            ("a/grey.png", Pictures.GreyPng(4, 4, (x, y) => Ramp[x + 4 * y])),
            ("a/palette.png", Pictures.StoredPng(4, 4, 8, 3, Ramp, GreyPalette)),
            ("b/alpha.png", Pictures.StoredPng(4, 4, 8, 4, [.. Ramp.SelectMany(level => new byte[] { level, 255 })])),
            ("b/ink.png", Pictures.Png(4, 4, (x, y) => new SKColor(Ramp[x + 4 * y], Ramp[x + 4 * y], Ramp[x + 4 * y], 255))));

        Assert.Equal(new ExampleShape(1, 4, 4), opened.Train.Examples.Shape);
        Assert.All(Enumerable.Range(0, 4), row => Assert.Equal(Ramp, Pixels(opened.Train.Examples, row)));
        Assert.Contains("All 4 images of set/train are equal", Assert.Single(opened.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void OneImageInColourMakesAllHaveThreeChannels()
    {
        var opened = Open(new(),
            ("train/a/0.png", Pictures.GreyPng(4, 4, (x, y) => Ramp[x + 4 * y])),
            ("train/b/0.png", Pictures.GreyPng(4, 4, (x, y) => 7)),
            ("test/a/1.png", Pictures.StoredPng(4, 4, 8, 3, Ramp, RedPalette)));

        Assert.Equal(new ExampleShape(3, 4, 4), opened.Train.Examples.Shape);
        Assert.Equal(opened.Train.Examples.Shape, opened.Test!.Examples.Shape);
        Assert.Equal([.. Ramp, .. Ramp, .. Ramp], Pixels(opened.Train.Examples, 0));
        Assert.Contains("2 images are stored grey, the first train/a/0.png, and others are in colour: all are read with three channels", Assert.Single(opened.Warnings), StringComparison.Ordinal);
        Assert.Empty(Open(new() { Color = ImageColor.Rgb }, ("a/0.png", Pictures.Plain(1, 2, 3)), ("b/0.png", Pictures.GreyPng(4, 4, (_, _) => 3))).Warnings);
    }

    [Fact]
    public void BothPartsNeedOneSize()
    {
        (string, byte[])[] files =
        [
            ("train/a/0.png", Pictures.Plain(1, 1, 2)), ("train/b/0.png", Pictures.Plain(2, 2, 3)),
            ("test/a/0.png", Pictures.Plain(1, 1, 2, 6)),
        ];

        var error = Assert.Throws<DistillException>(() => Open(new(), files));

        Assert.Contains("2 of 4×4 pixels (first train/a/0.png); 1 of 6×6 pixels (first test/a/0.png)", error.Message, StringComparison.Ordinal);
        Assert.Contains(new Remedy("DataOptions", "Resize"), error.Remedies);
        Assert.Equal(new ExampleShape(3, 5, 5), Open(new() { Resize = new(5, 5) }, files).Test!.Examples.Shape);
    }

    [Fact]
    public void TwelveOfSixteenBitsAreScaledByTheLargestValueOfBothParts()
    {
        var opened = Open(new(),
            ("train/a/0.png", Pictures.WidePng(2, 1, (x, _) => x * 2000)), ("train/b/0.png", Pictures.WidePng(2, 1, (x, _) => x * 1000)),
            ("test/a/0.png", Pictures.WidePng(2, 1, (x, _) => x * 4000)));

        Assert.Equal([0, 128], Pixels(opened.Train.Examples, 0));
        Assert.Equal([0, 255], Pixels(opened.Test!.Examples, 0));
        Assert.Contains("largest value of all is 4000, of 12 bits", opened.Warnings[0], StringComparison.Ordinal);
        var full = Open(new(), ("a/0.png", Pictures.WidePng(2, 1, (x, _) => x * 65535)), ("b/0.png", Pictures.WidePng(2, 1, (x, _) => x * 4000)));
        Assert.Equal([0, 15], Pixels(full.Train.Examples, 1));
        Assert.Empty(full.Warnings);
    }

    [Fact]
    public void BlackInkOnNothingIsSaidAndShowsOnWhite()
    {
        (string, byte[])[] files =
        [
            ("a/0.png", Pictures.Png(4, 4, (x, y) => new SKColor(0, 0, 0, (byte)(x == y ? 255 : 0)))),
            ("b/0.png", Pictures.Png(4, 4, (x, _) => new SKColor(0, 0, 0, (byte)(x == 1 ? 255 : 0)))),
        ];

        var warnings = Open(new(), files).Warnings;
        Assert.Contains("All 2 images of set/train are equal", warnings[0], StringComparison.Ordinal);
        Assert.Contains("2 of 2 images of set/train have transparency and come out as one even surface, the first a/0.png", warnings[1], StringComparison.Ordinal);
        var white = Open(new() { Background = "white" }, files);
        Assert.Empty(white.Warnings);
        Assert.Equal([0, 255, 255, 255], Pixels(white.Train.Examples, 0)[..4]);
    }

    [Fact]
    public void AllDamagedImagesOfBothPartsAreToldOrLeftOut()
    {
        var cut = Pictures.Plain(9, 9, 9, 16)[..^30];
        (string, byte[])[] files =
        [
            ("train/a/0.png", cut), ("train/a/1.png", Pictures.Plain(1, 1, 1, 16)), ("train/b/0.png", Pictures.Plain(2, 2, 2, 16)), ("train/b/1.png", []),
            ("test/b/0.png", "<html>"u8.ToArray()), ("test/b/1.png", Pictures.Plain(3, 3, 3, 16)),
        ];

        var error = Assert.Throws<DistillException>(() => Open(new(), files));
        Assert.Contains("3 images cannot be read: test/b/0.png is a page of HTML", error.Message, StringComparison.Ordinal);
        Assert.Contains("train/a/0.png is damaged (IncompleteInput), train/b/1.png is empty.", error.Message, StringComparison.Ordinal);
        Assert.Contains(new Remedy("DataOptions", "SkipDamaged"), error.Remedies);

        var opened = Open(new() { SkipDamaged = true }, files);
        Assert.Equal([0L, 1], opened.Train.Examples.Labels());
        Assert.Equal([1, 2], Enumerable.Range(0, 2).Select(row => (int)Pixels(opened.Train.Examples, row)[0]));
        Assert.Equal(3, Pixels(opened.Test!.Examples, 0)[0]);
        Assert.Equal([new("images that are damaged", 2, "train/a/0.png"), new("images that are damaged", 1, "test/b/0.png")], opened.LeftOut);
    }

    [Fact]
    public void ASecondStartSaysTheSame()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("set", Pictures.Zip(
            ("a/0.png", Pictures.WidePng(2, 1, (x, _) => x * 9)), ("b/0.png", []), ("b/1.png", Pictures.WidePng(2, 1, (x, _) => x * 8))));
        OpenedData Read() => new DataLocator(new() { CacheFolder = folder.File("cache") }).Open(Zip(folder, path), new() { SkipDamaged = true });

        var (first, second) = (Read(), Read());

        Assert.Equal(first.Train.Examples.Fingerprint, second.Train.Examples.Fingerprint);
        Assert.Equal(first.Warnings, second.Warnings);
        Assert.Equal(first.LeftOut, second.LeftOut);
        Assert.Single(second.LeftOut);

        static string Zip(TemporaryFolder folder, string path)
        {
            if (!File.Exists(folder.File("set.zip")))
            {
                File.Move(path, folder.File("set.zip"));
            }

            return folder.File("set.zip");
        }
    }

    [Theory]
    [InlineData("0.jpg", "Fit")]
    [InlineData("1.jpg", "Background")]
    public void ChoicesThatChangeNothingOrSayNothingAreRefused(string name, string member)
    {
        var options = member == "Fit" ? new DataOptions { Fit = ImageFit.Pad } : new DataOptions { Background = "glass" };

        Assert.Contains(Assert.Throws<DistillException>(() => Open(options, ($"a/{name}", Pictures.Plain(1, 1, 1)))).Remedies, remedy => remedy.Member == member);
    }

    private static OpenedData Open(DataOptions options, params (string, byte[])[] files)
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, bytes) in files)
        {
            folder.Write($"set/{name}", bytes);
        }

        return new DataLocator(new() { CacheFolder = folder.File("cache"), DataFolder = null }).Open(folder.File("set"), options);
    }

    private static byte[] Pixels(ExampleView view, int row)
    {
        var pixels = new byte[view.Shape.Size];
        view.CopyExamples(row, 1, pixels);
        return pixels;
    }
}
