using System.Diagnostics;

namespace Hinton2015.Scale;

/// <summary>
/// Adds up what pieces of work take: by the clock, and in processor seconds of this process, which other programs on the machine
/// hardly lengthen.
/// </summary>
internal sealed class ProcessorClock
{
    private readonly Stopwatch elapsed = new();
    private TimeSpan used;

    /// <summary>Seconds by the clock.</summary>
    public double Seconds => elapsed.Elapsed.TotalSeconds;

    /// <summary>Processor seconds, of all cores together.</summary>
    public double CoreSeconds => used.TotalSeconds;

    /// <summary>Does a piece of work.</summary>
    public T Time<T>(Func<T> work)
    {
        var before = Environment.CpuUsage.TotalTime;
        elapsed.Start();
        var result = work();
        elapsed.Stop();
        used += Environment.CpuUsage.TotalTime - before;
        return result;
    }
}
