namespace Distill.Runs.Results;

/// <summary>An estimate with an interval around it.</summary>
/// <param name="Estimate">The number itself.</param>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="Confidence">How often such intervals hold what is estimated, for example 0.95; of a bootstrap, the share of resamples within.</param>
public sealed record Interval(double Estimate, double Lower, double Upper, double Confidence);
