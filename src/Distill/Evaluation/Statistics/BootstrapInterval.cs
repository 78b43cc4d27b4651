using Distill.Runs.Results;

namespace Distill.Evaluation;

/// <summary>A mean over cases with its percentile interval over resampled cases.</summary>
/// <param name="Mean">The mean over the cases themselves.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end of the interval.</param>
/// <param name="Confidence">The share of resamples within the interval.</param>
/// <param name="Resamples">How many resamples were drawn.</param>
public sealed record BootstrapInterval(double Mean, double Low, double High, double Confidence, int Resamples)
{
    /// <summary>The numbers that a run's files keep.</summary>
    public Interval ToInterval() => new(Mean, Low, High, Confidence);
}
