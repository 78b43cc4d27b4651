using Distill.Runs.Metrics;

namespace Distill.Jobs;

/// <summary>Who is told of the metrics of one training, or of several that take their steps together; disposes those that can be.</summary>
/// <param name="all">For each training, all of them.</param>
internal sealed class TrainingObservers(IReadOnlyList<IReadOnlyList<IProgress<MetricsRecord>>> all) : IDisposable
{
    /// <summary>Those of one training, by its number from 0.</summary>
    public IReadOnlyList<IProgress<MetricsRecord>> this[int number] => all[number];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var observer in all.SelectMany(each => each).OfType<IDisposable>())
        {
            observer.Dispose();
        }
    }
}
