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

        Assert.False(File.Exists(path));
        using var again = FileClaim.TryTake(path);
        Assert.NotNull(again);
    }

    [Fact]
    public void Who_has_a_claim_is_told_with_what_to_do()
    {
        var path = folder.File("run.lock");
        File.WriteAllText(path, "left by a process that was killed");
        Assert.Null(FileClaim.Owner(path));
        using var claim = FileClaim.Take(path, "runs/x");

        var owner = FileClaim.Owner(path)!;
        Assert.Equal((Environment.ProcessId, Environment.MachineName), (owner.Process, owner.Host));
        Assert.InRange(owner.Since, DateTimeOffset.UtcNow - TimeSpan.FromMinutes(10), DateTimeOffset.UtcNow);
        var message = Assert.Throws<DistillException>(() => FileClaim.Take(path, "runs/x")).Message;
        Assert.StartsWith($"runs/x is being worked on by process {Environment.ProcessId} on {Environment.MachineName} since 2", message, StringComparison.Ordinal);
        Assert.EndsWith("Wait until it ends, or end it, and start again.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_that_claim_at_once_one_alone_has_it_at_any_time()
    {
        var (path, inside, taken) = (folder.File("claim"), 0, 0);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            for (var attempt = 0; attempt < 50; attempt++)
            {
                using var claim = FileClaim.TryTake(path);
                if (claim is not null)
                {
                    Assert.Equal(1, Interlocked.Increment(ref inside));
                    Interlocked.Increment(ref taken);
                    Interlocked.Decrement(ref inside);
                }
            }
        });
        Assert.True(taken > 0);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_claim_that_cannot_be_opened_is_not_taken_for_held()
    {
        Directory.CreateDirectory(folder.File("claim"));
        Assert.Throws<DistillException>(() => FileClaim.TryTake(folder.File("claim")));
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows makes links for few users.");
        File.CreateSymbolicLink(folder.File("circle"), folder.File("circle"));
        Assert.ThrowsAny<DistillException>(() => FileClaim.TryTake(folder.File("circle")));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_the_users_mistake()
    {
        File.WriteAllText(folder.File("file"), "");
        Assert.Contains("file", Assert.Throws<DistillException>(() => FileClaim.TryTake(folder.File("file/one.claim"))).Message, StringComparison.Ordinal);
    }
}
