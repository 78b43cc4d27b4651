using Distill.Runs.Results;

namespace Distill.Jobs.Comparisons;

/// <summary>What came of a comparison. Its figures are in comparison.json of the run.</summary>
public sealed record ComparisonOutcome
{
    internal ComparisonOutcome(Comparison comparison, string modelPath, double seconds) =>
        (Comparison, ModelPath, Seconds) = (comparison, modelPath, seconds);

    /// <summary>The model to use: of the last distilled row, the seed with the fewest held-out errors.</summary>
    public string ModelPath { get; }

    /// <summary>Seconds for all of it.</summary>
    public double Seconds { get; }

    /// <summary>All figures.</summary>
    internal Comparison Comparison { get; }
}
