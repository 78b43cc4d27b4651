using Distill.Runs.Metrics;

namespace Distill.Jobs;

/// <summary>Who is told of the metrics of one training; disposes those that can be.</summary>
/// <param name="all">All of them.</param>
internal sealed class TrainingObservers(IReadOnlyList<IMetricsObserver> all) : IDisposable
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<IMetricsObserver> All => all;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var observer in all.OfType<IDisposable>())
        {
            observer.Dispose();
        }
    }
}
