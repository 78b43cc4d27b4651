using System.Diagnostics;
using Distill.Runs.Metrics;

namespace Distill.Benchmarks.Ranks;

/// <summary>Looks at the clock after every step.</summary>
internal sealed class StepClock(TimedRanks? ranks) : IProgress<MetricsRecord>
{
    private readonly List<(long Time, long Summing, long Agreeing)> ticks = [];

    public void Report(MetricsRecord record) => ticks.Add((Stopwatch.GetTimestamp(), ranks?.Summing ?? 0, ranks?.Agreeing ?? 0));

    /// <summary>Medians in milliseconds of a step, its sums and its agreements; the first steps warm up and do not count.</summary>
    public (double Step, double Sum, double Wait) Medians(int warm)
    {
        var steps = ticks.Zip(ticks.Skip(1), (from, to) => (to.Time - from.Time, to.Summing - from.Summing, to.Agreeing - from.Agreeing)).Skip(warm).ToArray();
        return (Median(step => step.Item1), Median(step => step.Item2), Median(step => step.Item3));

        double Median(Func<(long, long, long), long> value)
        {
            var values = steps.Select(value).Order().ToArray();
            return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2.0 * 1000 / Stopwatch.Frequency;
        }
    }
}
