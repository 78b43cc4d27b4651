using Distill.Data.Sets;
using Distill.Runs;

namespace Distill.Tests.Data.Sets;

public sealed class FileCheckTests
{
    private static readonly byte[] Right = [1, 2, 3, 4];
    private static readonly SetFile Wanted = new("x", "08d6c05a21512a79a1dfeb9d2a8f262f", 4, Unpacked: true, []);

    [Fact]
    public void TheSumIsOverTheContentHoweverItIsPacked()
    {
        using var folder = new TemporaryFolder();
        var check = new FileCheck(folder.Path);

        check.Demand(folder.Write("plain", Right), Wanted);
        check.Demand(folder.Write("packed", TestFiles.Gzip(Right)), Wanted);
        Assert.Throws<DistillException>(() => check.Demand(folder.Write("again", TestFiles.Gzip(Right)), Wanted with { Unpacked = false, Bytes = 100 }));
    }

    [Fact]
    public void AFileThatPassedIsNotReadAgainUntilItChanges()
    {
        using var folder = new TemporaryFolder();
        var check = new FileCheck(folder.Path);
        var path = folder.Write("x", Right);
        check.Demand(path, Wanted);
        var time = File.GetLastWriteTimeUtc(path);

        // Other bytes under the same size and time: only a file that is not read again passes.
        File.WriteAllBytes(path, [9, 9, 9, 9]);
        File.SetLastWriteTimeUtc(path, time);
        check.Demand(path, Wanted);

        File.SetLastWriteTimeUtc(path, time.AddSeconds(1));
        Assert.Throws<DistillException>(() => check.Demand(path, Wanted));
    }

    [Fact]
    public void StopsReadingWhenThereIsMoreThanTheSetHas()
    {
        using var folder = new TemporaryFolder();
        var bomb = folder.Write("bomb", TestFiles.Gzip(new byte[1 << 24]));

        var error = Assert.Throws<DistillException>(() => new FileCheck(folder.Path).Demand(bomb, Wanted));

        Assert.Contains("more than the 4 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACacheThatCannotBeWrittenDoesNotMatter()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("not-a-folder", [1]);

        new FileCheck(file).Demand(folder.Write("x", Right), Wanted);
    }
}
