namespace Distill.Evaluation;

/// <summary>How to resample cases.</summary>
public sealed record BootstrapOptions
{
    /// <summary>How many resamples to draw, 2 or more.</summary>
    public int Resamples { get; init; } = 10_000;

    /// <summary>The share of resamples that the interval holds, between 0 and 1.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Equal seeds give equal intervals, whatever the machine.</summary>
    public long Seed { get; init; } = 1;
}
