namespace Distill.Jobs.Tests;

/// <summary>Cancels after so many reports of progress.</summary>
internal sealed class StopAfter(int reports, CancellationTokenSource stop) : IProgress<WorkProgress>
{
    private int seen;

    public void Report(WorkProgress value)
    {
        if (++seen == reports)
        {
            stop.Cancel();
        }
    }
}
