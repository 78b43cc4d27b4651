namespace Distill.Jobs.Tests;

/// <summary>Cancels at the first report of progress at which something is so.</summary>
internal sealed class StopWhen(Func<bool> isSo, CancellationTokenSource stop) : IProgress<WorkProgress>
{
    public void Report(WorkProgress value)
    {
        if (!stop.IsCancellationRequested && isSo())
        {
            stop.Cancel();
        }
    }
}
