using Distill.Data;
using Distill.Runs;
using SkiaSharp;

namespace Distill.Images.Tests;

public sealed class LargeAndMissingTests
{
    private static readonly byte[] Pointer = [.. "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n"u8];

    [Fact]
    public void PhotographsOfFiftyMegapixelsAreScaled()
    {
        using var folder = new TemporaryFolder();
        folder.Write("set/a/0.jpg", Large(8160, 6120, 90));
        folder.Write("set/b/1.jpg", Large(12_000, 9000, 200));

        var opened = Open(folder, folder.File("set"), new() { Resize = new(32, 32) });

        Assert.Equal(new ExampleShape(1, 32, 32), opened.Train.Examples.Shape);
        var pixels = new byte[2 * 32 * 32];
        opened.Train.Examples.CopyExamples(0, 2, pixels);
        Assert.All(pixels[..1024], pixel => Assert.InRange(pixel, 88, 92));
        Assert.All(pixels[1024..], pixel => Assert.InRange(pixel, 198, 202));
    }

    [Fact]
    public void PointersInPlaceOfFilesAreNamed()
    {
        using var folder = new TemporaryFolder();
        folder.Write("set/a/0.png", Pointer);
        folder.Write("set/b/1.png", Pointer);
        folder.Write("set/b/2.png", Pictures.Plain(1, 2, 3));

        Assert.Contains("2 images cannot be read: a/0.png is a pointer of Git LFS", Fails(folder, folder.File("set")), StringComparison.Ordinal);
        Assert.Contains("set.zip is a pointer of Git LFS", Fails(folder, folder.Write("set.zip", Pointer)), StringComparison.Ordinal);
        Assert.Contains("set.tar.gz is a pointer of Git LFS", Fails(folder, folder.Write("set.tar.gz", Pointer)), StringComparison.Ordinal);
        Assert.Contains("page.zip is a page of HTML", Fails(folder, folder.Write("page.zip", "<!DOCTYPE html>"u8.ToArray())), StringComparison.Ordinal);
    }

    [Fact]
    public void MemoryIsBoundedWhateverTheThreads()
    {
        var budget = new MemoryBudget(100);
        var (now, most) = (0L, 0L);
        var gate = new Lock();

        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i => budget.With(40 + (i % 3 * 100), () =>
        {
            var mine = Math.Min(100, 40 + (i % 3 * 100));
            lock (gate)
            {
                now += mine;
                most = Math.Max(most, now);
            }

            Thread.Sleep(1);
            lock (gate)
            {
                now -= mine;
            }

            return true;
        }));

        Assert.InRange(most, 40, 100);
    }

    private static byte[] Large(int width, int height, byte level)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Gray8, SKAlphaType.Opaque);
        bitmap.Erase(new SKColor(level, level, level));
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 80);
        return data.ToArray();
    }

    private static OpenedData Open(TemporaryFolder folder, string path, DataOptions options) =>
        new DataLocator(new() { CacheFolder = folder.File("cache"), DataFolder = null }).Open(path, options);

    private static string Fails(TemporaryFolder folder, string path) => Assert.Throws<DistillException>(() => Open(folder, path, new())).Message;
}
