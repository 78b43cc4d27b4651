namespace Distill.Runs.Results.Specialists;

/// <summary>The clusters of the covariance's columns at scale, one for each specialist.</summary>
/// <param name="Seconds">To find them, by the clock.</param>
/// <param name="CoreSeconds">The same in processor seconds.</param>
/// <param name="Spread">The mean squared distance of a column from its cluster's centroid.</param>
/// <param name="Smallest">Classes of the smallest cluster.</param>
/// <param name="Largest">Classes of the largest.</param>
/// <param name="Covered">How many classes some specialist has.</param>
/// <param name="RandIndex">Adjusted Rand index between clusters and planted families: 1 is the same division, 0 what chance gives.</param>
public sealed record ScaleClusters(
    double Seconds, double CoreSeconds, double Spread, int Smallest, int Largest, int Covered, double RandIndex);
