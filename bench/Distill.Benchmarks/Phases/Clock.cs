using System.Diagnostics;

namespace Distill.Benchmarks.Phases;

/// <summary>Microseconds from tick to tick.</summary>
internal sealed class Clock
{
    private long last = Stopwatch.GetTimestamp();

    public List<double> Laps { get; } = [];

    public void Tick()
    {
        var now = Stopwatch.GetTimestamp();
        Laps.Add(Stopwatch.GetElapsedTime(last, now).TotalMicroseconds);
        last = now;
    }
}
