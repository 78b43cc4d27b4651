namespace Distill.Runs.Results;

/// <summary>An estimate with an interval around it.</summary>
/// <param name="Estimate">The number itself.</param>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="Confidence">Confidence of the interval, for example 0.95.</param>
public sealed record Interval(double Estimate, double Lower, double Upper, double Confidence);
