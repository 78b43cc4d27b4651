using Distill.Runs.Metrics;

namespace Distill.Jobs.Tests;

/// <summary>Who is told of a training, and notes what it is told.</summary>
internal sealed class WatchingObserver : IProgress<MetricsRecord>, IDisposable
{
    public WatchingObserver(string folder, long step, List<WatchingObserver> all)
    {
        (Folder, Step) = (folder, step);
        all.Add(this);
    }

    public string Folder { get; }

    public long Step { get; }

    public int Records { get; private set; }

    public bool IsDisposed { get; private set; }

    public void Report(MetricsRecord record) => Records++;

    public void Dispose() => IsDisposed = true;
}
