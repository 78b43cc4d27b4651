using Distill.Distributed;

namespace Distill.Tests.Training.Ranks;

/// <summary>Joining and leaving the processes of a launcher, of which one may stand still.</summary>
public sealed class MpiMembershipTests : IDisposable
{
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(2);

    private readonly ManualResetEventSlim never = new();

    public void Dispose()
    {
        never.Set();
        never.Dispose();
    }

    [Fact]
    public void One_thread_joins_and_leaves()
    {
        var threads = new List<int>();
        var membership = MpiMembership.Of(Noted, Noted, Ample);
        membership.Leave();
        Assert.Equal(2, threads.Count);
        Assert.Equal(threads[0], threads[1]);
        Assert.NotEqual(Environment.CurrentManagedThreadId, threads[0]);

        void Noted() => threads.Add(Environment.CurrentManagedThreadId);
    }

    [Fact]
    public void Waiting_for_a_process_that_never_joins_has_an_end()
    {
        var silence = Assert.Throws<IOException>(() => MpiMembership.Of(Stand, Nothing, TimeSpan.FromSeconds(0.2)));
        Assert.Contains("joined within 0.2 seconds", silence.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Waiting_for_a_process_that_never_leaves_has_an_end()
    {
        var membership = MpiMembership.Of(Nothing, Stand, TimeSpan.FromSeconds(2));
        Assert.Contains("left within 2 seconds", Assert.Throws<IOException>(membership.Leave).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_fails_while_joining_is_told() => Assert.Equal(
        "MPI_Init_thread failed with code 16.",
        Assert.Throws<IOException>(() => MpiMembership.Of(() => throw new IOException("MPI_Init_thread failed with code 16."), Nothing, Ample)).Message);

    private static void Nothing()
    {
    }

    private void Stand()
    {
        try
        {
            never.Wait();
        }
        catch (ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
