using System.Diagnostics;

namespace Distill;

/// <summary>Passes on reports of work at most ten times a second, and always the last.</summary>
internal sealed class PacedProgress(IProgress<WorkProgress>? listener)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(0.1);
    private long last;

    public void Report(in WorkProgress progress)
    {
        if (listener is not null && (progress.Done >= progress.Total || last == 0 || Stopwatch.GetElapsedTime(last) >= Pace))
        {
            last = Stopwatch.GetTimestamp();
            listener.Report(progress);
        }
    }
}
