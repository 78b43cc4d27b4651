namespace Distill.Images;

/// <summary>Bounds the memory of several threads: each takes what it needs before it works, and waits while others have it.</summary>
/// <param name="bytes">How much there is; who needs more than all of it works alone.</param>
internal sealed class MemoryBudget(long bytes)
{
    private readonly Lock gate = new();
    private long taken;

    /// <summary>Does work that needs memory.</summary>
    public T With<T>(long needed, Func<T> work)
    {
        needed = Math.Min(needed, bytes);
        while (!TryTake(needed))
        {
            Thread.Sleep(1);
        }

        try
        {
            return work();
        }
        finally
        {
            lock (gate)
            {
                taken -= needed;
            }
        }
    }

    private bool TryTake(long needed)
    {
        lock (gate)
        {
            if (taken + needed > bytes)
            {
                return false;
            }

            taken += needed;
            return true;
        }
    }
}
