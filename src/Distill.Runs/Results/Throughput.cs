namespace Distill.Runs.Results;

/// <summary>How fast a model answers on the machine of the run.</summary>
/// <param name="ExamplesPerSecond">Examples a second in large batches.</param>
/// <param name="MillisecondsForOne">Milliseconds for one example alone.</param>
public sealed record Throughput(double ExamplesPerSecond, double MillisecondsForOne);
