namespace Distill.Runs.Metrics;

/// <summary>One line of metrics.jsonl.</summary>
/// <param name="Step">Steps of the optimiser done so far.</param>
/// <param name="Epoch">Passes over the data done so far; a fraction within an epoch.</param>
/// <param name="Kind">Where the values come from.</param>
/// <param name="Values">Numbers by name, for example "loss"; may be NaN or infinite.</param>
public sealed record MetricsRecord(long Step, double Epoch, MetricsKind Kind, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>
    /// The records of metrics.jsonl in order, also while a run still writes it. A last line without its end is a record still
    /// being written, and is left out.
    /// </summary>
    /// <exception cref="DistillException">The file cannot be read, or a line is not a record; thrown as the lines are reached.</exception>
    public static IEnumerable<MetricsRecord> Read(string path) => MetricsReader.ReadAfter(path, start: 0).Select(line => line.Record);
}
