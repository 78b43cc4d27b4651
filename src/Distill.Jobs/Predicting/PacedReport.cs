using System.Diagnostics;

namespace Distill.Jobs.Predicting;

/// <summary>Passes on how many inputs are done, at most ten times a second, and always the last.</summary>
internal sealed class PacedReport(IProgress<WorkProgress>? progress, InputKind kind, int count)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(0.1);
    private long last;

    public void Report(int done)
    {
        if (done >= count || last == 0 || Stopwatch.GetElapsedTime(last) >= Pace)
        {
            last = Stopwatch.GetTimestamp();
            progress?.Report(new WorkProgress("predicting", done, count, kind.ToString().ToLowerInvariant()));
        }
    }
}
