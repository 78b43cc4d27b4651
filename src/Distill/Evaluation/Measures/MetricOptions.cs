namespace Distill.Evaluation;

/// <summary>What to measure of a model on labelled cases.</summary>
public sealed record MetricOptions
{
    /// <summary>The k of each top-k accuracy, 1 or more each. A k of all classes or more gives 1.</summary>
    public IReadOnlyList<int> TopK { get; init; } = [1, 5];

    /// <summary>Bins of the reliability diagram and of the expected calibration error, 1 or more.</summary>
    public int ReliabilityBins { get; init; } = 15;

    /// <summary>Whether to keep 20 bytes a case for paired comparisons with another model.</summary>
    public bool KeepCases { get; init; } = true;
}
