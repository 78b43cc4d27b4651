namespace Distill.Runs.Metrics;

/// <summary>One line of metrics.jsonl.</summary>
/// <param name="Step">Steps of the optimiser done so far.</param>
/// <param name="Epoch">Passes over the data done so far; a fraction within an epoch.</param>
/// <param name="Kind">Where the values come from.</param>
/// <param name="Values">Numbers by name, for example "loss"; may be NaN or infinite.</param>
public sealed record MetricsRecord(long Step, double Epoch, MetricsKind Kind, IReadOnlyDictionary<string, double> Values);
