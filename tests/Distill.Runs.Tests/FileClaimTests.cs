namespace Distill.Runs.Tests;

public sealed class FileClaimTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void One_alone_has_a_claim_until_it_lets_go()
    {
        var path = folder.File("members/one.claim");
        using (var first = FileClaim.TryTake(path))
        {
            Assert.NotNull(first);
            Assert.Null(FileClaim.TryTake(path));
            using var other = FileClaim.TryTake(folder.File("members/two.claim"));
            Assert.NotNull(other);
        }

        using var again = FileClaim.TryTake(path);
        Assert.NotNull(again);
        Assert.Equal(0, new FileInfo(path).Length);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_the_users_mistake()
    {
        File.WriteAllText(folder.File("file"), "");
        Assert.Contains("file", Assert.Throws<DistillException>(() => FileClaim.TryTake(folder.File("file/one.claim"))).Message, StringComparison.Ordinal);
    }
}
