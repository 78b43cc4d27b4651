using System.Diagnostics;

namespace Distill.Benchmarks.Ranks;

/// <summary>Ranks with a clock on their sums.</summary>
internal sealed class TimedRanks(ICollective ranks) : ICollective
{
    public int Rank => ranks.Rank;

    public int Size => ranks.Size;

    /// <summary>Ticks spent in sums of gradients, and of batch normalisation.</summary>
    public long Summing { get; private set; }

    /// <summary>Ticks spent in agreeing by single numbers, in which a rank waits for a slower one.</summary>
    public long Agreeing { get; private set; }

    public void Sum(Span<float> numbers)
    {
        var started = Stopwatch.GetTimestamp();
        ranks.Sum(numbers);
        Summing += Stopwatch.GetTimestamp() - started;
    }

    public void Sum(Span<double> numbers)
    {
        var started = Stopwatch.GetTimestamp();
        ranks.Sum(numbers);
        Agreeing += Stopwatch.GetTimestamp() - started;
    }
}
