using System.Globalization;

namespace Distill.Benchmarks.Assign;

/// <summary>What it takes to find the classes of specialists from a generalist's predictions.</summary>
/// <param name="Classes">Classes.</param>
/// <param name="Examples">Predictions, each of its most probable classes.</param>
/// <param name="TopK">How many classes each lists.</param>
/// <param name="Clusters">Clusters.</param>
/// <param name="CovarianceSeconds">To count all predictions, on one core; not to make them up.</param>
/// <param name="ClusterSeconds">To cluster the columns, on one core.</param>
/// <param name="PeakBytes">The most memory that the process had.</param>
/// <param name="RandIndex">Adjusted Rand index between the clusters and the families that the predictions were made of.</param>
internal sealed record AssignReport(
    int Classes, int Examples, int TopK, int Clusters, double CovarianceSeconds, double ClusterSeconds, long PeakBytes, double RandIndex)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Examples} top-{TopK} predictions of {Classes} classes: covariance {CovarianceSeconds:0.0} s, {Clusters} clusters {ClusterSeconds:0.0} s, at most {PeakBytes / 1e9:0.00} GB, adjusted Rand index {RandIndex:0.000}");
}
