namespace Distill.Evaluation;

/// <summary>
/// Times several contenders in turns, so that whatever else slows the machine slows all of them alike, and a ratio is
/// between neighbours in time.
/// </summary>
internal static class InterleavedTimer
{
    // Shorter pieces are repeated within one timing: a wake-up of the scheduler would drown them.
    private static readonly TimeSpan ShortestTiming = TimeSpan.FromMilliseconds(2);

    /// <summary>Seconds for one call, [contender][round]. Each contender runs unmeasured first.</summary>
    public static double[][] Measure(
        IReadOnlyList<Action> contenders, int rounds, TimeSpan duration, CancellationToken cancellationToken, TimeProvider? clock = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        clock ??= TimeProvider.System;
        var repeats = contenders.Select(contender => WarmUp(contender, clock)).ToArray();
        var seconds = contenders.Select(_ => new List<double>()).ToArray();
        var start = clock.GetTimestamp();
        for (var round = 0; round < rounds || clock.GetElapsedTime(start) < duration; round++)
        {
            for (var turn = 0; turn < contenders.Count; turn++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                // Whoever was first in one round is last in the next.
                var contender = round % 2 == 0 ? turn : contenders.Count - 1 - turn;
                seconds[contender].Add(Time(contenders[contender], repeats[contender], clock));
            }
        }

        return [.. seconds.Select(list => list.ToArray())];
    }

    /// <summary>The middle of the sorted values; the mean of the two middle ones of an even number.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    // The first calls pay for compilation and memory; the last one says how many make a timing long enough.
    private static int WarmUp(Action contender, TimeProvider clock)
    {
        Time(contender, 3, clock);
        var once = Time(contender, 1, clock);
        return (int)Math.Clamp(Math.Ceiling(ShortestTiming.TotalSeconds / once), 1, 10_000);
    }

    private static double Time(Action contender, int repeats, TimeProvider clock)
    {
        var start = clock.GetTimestamp();
        for (var i = 0; i < repeats; i++)
        {
            contender();
        }

        return clock.GetElapsedTime(start).TotalSeconds / repeats;
    }
}
