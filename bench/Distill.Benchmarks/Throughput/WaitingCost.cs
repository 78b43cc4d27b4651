using Distill.Evaluation;

namespace Distill.Benchmarks.Throughput;

/// <summary>
/// What it costs on idle cores that threads soon give theirs away when they wait: the hand-written loop in two processes,
/// with the settings of the library and with libtorch as it comes. They take turns of a few steps, for the rate of one
/// process differs from minute to minute by far more than what is looked for. Two equal processes differ by a few percent
/// for as long as they live, so new ones are started again and again, and the interval is over these starts.
/// </summary>
internal static class WaitingCost
{
    private const int Starts = 20;
    private const int Pairs = 12;
    private const int Steps = 4;

    /// <summary>Measures, with nothing else to do for either process.</summary>
    /// <param name="longest">After so long a turn ends.</param>
    public static WaitingReport Measure(TimeSpan longest)
    {
        var ratios = SeedSummary.Of([.. Enumerable.Range(0, Starts).Select(_ => AfterStart(longest))]);
        var interval = ratios.Interval()!;
        return new WaitingReport(Starts, Pairs, ratios.Mean, interval.Lower, interval.Upper);
    }

    private static double AfterStart(TimeSpan longest)
    {
        using var yielding = new HandWrittenProcess(HandWrittenProcess.Yielding);
        using var spinning = new HandWrittenProcess(HandWrittenProcess.AsItComes);
        Pair(0);
        return InterleavedTimer.Median([.. Enumerable.Range(0, Pairs).Select(Pair)]);

        // Who goes second meets the caches and the clock that the first has left.
        double Pair(int number)
        {
            var first = (number % 2 == 0 ? yielding : spinning).MeasureStored(Steps, longest);
            var second = (number % 2 == 0 ? spinning : yielding).MeasureStored(Steps, longest);
            return number % 2 == 0 ? first / second : second / first;
        }
    }
}
