using Distill.Tests.Libtorch;
using static TorchSharp.torch;

namespace Distill.Tests;

[AllCores]
public sealed class LibtorchThreadsTests
{
    [Fact]
    public void EachThreadWorksOnce()
    {
        using var loaded = zeros(1);
        var calls = new int[Environment.ProcessorCount * 4];
        var teams = new int[calls.Length];

        LibtorchThreads.Run((thread, threads) =>
        {
            Interlocked.Increment(ref calls[thread]);
            teams[thread] = threads;
        });

        Assert.Equal(Enumerable.Repeat(1, teams[0]), calls.Take(teams[0]));
        Assert.All(calls.Skip(teams[0]), count => Assert.Equal(0, count));
        Assert.All(teams.Take(teams[0]), team => Assert.Equal(teams[0], team));
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(get_num_threads(), teams[0]);
        }
    }

    [Fact]
    public void AnExceptionReachesTheCaller()
    {
        using var loaded = zeros(1);

        var error = Assert.Throws<InvalidOperationException>(() => LibtorchThreads.Run((thread, _) =>
            throw new InvalidOperationException($"thread {thread}")));

        Assert.StartsWith("thread ", error.Message);
    }
}
