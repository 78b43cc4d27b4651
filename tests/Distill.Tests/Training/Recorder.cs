using Distill.Runs.Metrics;

namespace Distill.Tests.Training;

/// <summary>Keeps what it is told, and may act on it.</summary>
internal sealed class Recorder(Action<MetricsRecord>? onRecord = null) : IProgress<MetricsRecord>
{
    public List<MetricsRecord> Records { get; } = [];

    public IEnumerable<double> Of(string value) =>
        Records.Where(record => record.Values.ContainsKey(value)).Select(record => record.Values[value]);

    public void Report(MetricsRecord record)
    {
        Records.Add(record);
        onRecord?.Invoke(record);
    }
}
