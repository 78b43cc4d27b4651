using Distill.Evaluation;

namespace Distill.Benchmarks.Throughput;

/// <summary>
/// What it costs on idle cores that threads give theirs away while they wait: the hand-written loop in two processes, with
/// the settings of the library and with libtorch as it comes. They take turns of a few steps, a hundred times and more, for
/// the rate of one process differs from minute to minute by far more than what is looked for.
/// </summary>
internal static class WaitingCost
{
    private const int Pairs = 200;
    private const int Steps = 4;
    // 95 % of the medians of so many pairs lie between the values of these ranks (normal approximation of the binomial).
    private static readonly int Rank = (int)Math.Floor((Pairs / 2.0) - (1.96 * Math.Sqrt(Pairs) / 2));

    /// <summary>Measures, with nothing else to do for either process.</summary>
    /// <param name="longest">After so long a turn ends.</param>
    public static WaitingReport Measure(TimeSpan longest)
    {
        using var yielding = new HandWrittenProcess(HandWrittenProcess.Yielding);
        using var spinning = new HandWrittenProcess(HandWrittenProcess.AsItComes);
        Pair(0);
        var ratios = Enumerable.Range(0, Pairs).Select(Pair).Order().ToArray();
        return new WaitingReport(Pairs, InterleavedTimer.Median(ratios), ratios[Rank - 1], ratios[^Rank]);

        // Who goes second meets the caches and the clock that the first has left.
        double Pair(int number)
        {
            var first = (number % 2 == 0 ? yielding : spinning).MeasureStored(Steps, longest);
            var second = (number % 2 == 0 ? spinning : yielding).MeasureStored(Steps, longest);
            return number % 2 == 0 ? first / second : second / first;
        }
    }
}
