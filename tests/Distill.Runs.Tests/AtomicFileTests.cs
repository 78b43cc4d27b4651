namespace Distill.Runs.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_writer_that_fails_leaves_the_old_content_and_nothing_else()
    {
        var path = folder.File("file");
        AtomicFile.WriteText(path, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void What_killed_writers_left_can_be_removed()
    {
        Directory.CreateDirectory(folder.File("below"));
        foreach (var name in new[] { "a", "a.x1" + AtomicFile.TemporarySuffix, Path.Combine("below", "b.x2" + AtomicFile.TemporarySuffix) })
        {
            File.WriteAllText(folder.File(name), "");
        }

        AtomicFile.RemoveLeftovers(folder.Path);
        Assert.Equal([folder.File("a")], Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }
}
