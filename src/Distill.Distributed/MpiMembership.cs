namespace Distill.Distributed;

/// <summary>
/// This process's place among those of a launcher, from joining to leaving. MPI's own functions for both wait for all processes, without an
/// end where one stands still. So a thread of its own calls them, which is the same for both, as MPI demands, and is left behind.
/// </summary>
internal sealed class MpiMembership
{
    private readonly TimeSpan patience;
    private readonly TaskCompletionSource joined = new(), asked = new(), left = new();

    private MpiMembership(TimeSpan patience) => this.patience = patience;

    /// <summary>Joins.</summary>
    /// <param name="join">Waits for all processes.</param>
    /// <param name="leave">Waits for them again.</param>
    /// <param name="patience">How long either may take.</param>
    /// <exception cref="IOException">Not all processes have joined in time, or <paramref name="join"/> failed.</exception>
    public static MpiMembership Of(Action join, Action leave, TimeSpan patience)
    {
        var membership = new MpiMembership(patience);
        new Thread(() => membership.Live(join, leave)) { IsBackground = true, Name = "MPI" }.Start();
        membership.Await(membership.joined.Task, "joined");
        return membership;
    }

    /// <summary>Leaves.</summary>
    /// <exception cref="IOException">Not all processes leave in time.</exception>
    public void Leave()
    {
        asked.SetResult();
        Await(left.Task, "left");
    }

    private void Live(Action join, Action leave)
    {
        if (Done(join, joined))
        {
            asked.Task.Wait();
            Done(leave, left);
        }
    }

    private static bool Done(Action step, TaskCompletionSource told)
    {
        try
        {
            step();
            told.SetResult();
            return true;
        }
        catch (IOException failure)
        {
            told.SetException(failure);
            return false;
        }
    }

    private void Await(Task step, string what)
    {
        if (Task.WaitAny([step], patience) < 0)
        {
            throw new IOException($"Not all processes that were started together have {what} within {Waited.Text(patience)}: one may hang, or have lost the network");
        }

        step.GetAwaiter().GetResult();
    }
}
