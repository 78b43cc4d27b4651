using Distill.Runs;

namespace Distill.Speech;

/// <summary>Work on all cores that fails as it would on one.</summary>
internal static class CoreWork
{
    /// <summary>Calls <paramref name="work"/> with each number below <paramref name="count"/>.</summary>
    /// <exception cref="DistillException">The mistake that a call met, unwrapped.</exception>
    public static void ForEach(int count, Action<int> work)
    {
        try
        {
            Parallel.For(0, count, work);
        }
        catch (AggregateException error) when (error.Flatten().InnerExceptions.OfType<DistillException>().FirstOrDefault() is { } mistake)
        {
            throw mistake;
        }
    }
}
