using Distill.Runs.Results;

namespace Distill.Jobs.Comparisons;

/// <summary>What came of a comparison.</summary>
/// <param name="Comparison">All figures; also in comparison.json.</param>
/// <param name="ModelPath">The model to use: of the last distilled row, the seed with the fewest held-out errors.</param>
/// <param name="Seconds">Seconds for all of it.</param>
public sealed record ComparisonOutcome(Comparison Comparison, string ModelPath, double Seconds);
