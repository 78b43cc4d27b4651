namespace Distill.Evaluation;

/// <summary>How to evaluate a model on a view.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Examples that are in memory at a time, 1 or more. It changes no result beyond the rounding of the model itself.</summary>
    public int BatchSize { get; init; } = 512;

    /// <summary>What to measure.</summary>
    public MetricOptions Metrics { get; init; } = new();
}
