namespace Distill.Runs.Metrics;

/// <summary>Takes the metrics of a run as they arise: the file of the run, TensorBoard's events, a display.</summary>
public interface IMetricsObserver
{
    /// <summary>Takes one record. Steps never decrease.</summary>
    void Observe(MetricsRecord record);
}
