using Distill.Jobs.Work;
using Distill.Runs;

namespace Distill.Jobs.Tests.Jobs;

public sealed class SharedWorkTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<int> done = [];

    private IReadOnlyList<(string Claim, Func<JobContext, int> Do)> Pieces =>
    [
        .. Enumerable.Range(1, 3).Select(number => (Claim(number), (Func<JobContext, int>)(_ =>
        {
            done.Add(number);
            return 10 * number;
        }))),
    ];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WhatAnotherProcessHasIsWaitedForAndTheRestIsDoneMeanwhile()
    {
        var another = FileClaim.TryTake(Claim(1));
        var results = SharedWork.All(Pieces, "pieces", new JobContext
        {
            Progress = new OnWaiting(value =>
            {
                Assert.Equal([2, 3], done);
                Assert.Equal((2, 3), (value.Done, value.Total));
                Assert.Contains($"piece-1 is done by process {Environment.ProcessId}", value.Detail, StringComparison.Ordinal);
                another!.Dispose();
            }),
        });

        Assert.Equal([10, 20, 30], results);
        Assert.Equal([2, 3, 1], done);
    }

    [Fact]
    public void WhatAKilledProcessLeftIsNoClaim()
    {
        Directory.CreateDirectory(folder.File("run"));
        File.WriteAllText(Claim(2), "{}");
        Assert.Equal([10, 20, 30], SharedWork.All(Pieces, "pieces", new JobContext()));
        Assert.Equal([1, 2, 3], done);
        Assert.Empty(Directory.GetFiles(folder.File("run")));
    }

    [Fact]
    public void APieceThatFailsLetsItsClaimGo()
    {
        Assert.Throws<DistillException>(() => SharedWork.All<int>([(Claim(1), _ => throw new DistillException("a full disk"))], "pieces", new JobContext()));
        using var free = FileClaim.TryTake(Claim(1));
        Assert.NotNull(free);
    }

    [Fact]
    public void TheWaitingCanBeStopped()
    {
        using var another = FileClaim.TryTake(Claim(3));
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            SharedWork.All(Pieces, "pieces", new JobContext { Progress = new OnWaiting(_ => stop.Cancel()), CancellationToken = stop.Token }));
        Assert.Equal([1, 2], done);
    }

    private string Claim(int number) => Path.Combine(folder.File("run"), $"piece-{number}.claim");

    private sealed class OnWaiting(Action<WorkProgress> then) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            if (value.Task.StartsWith("waiting", StringComparison.Ordinal))
            {
                then(value);
            }
        }
    }
}
