namespace Distill.Runs.Results;

/// <summary>Two rows at one seed.</summary>
/// <param name="Difference">Error rate of the first less that of the second.</param>
/// <param name="McNemarP">McNemar's two-sided p over the cases of this seed.</param>
internal sealed record SeedDifference(double Difference, double McNemarP);
