namespace Distill.Evaluation;

/// <summary>Makes one number a cluster of the numbers of its cases, so that clusters count as what is drawn.</summary>
internal static class Clusters
{
    /// <summary>
    /// For each seed a number a cluster whose mean is that of the cases: the mean of all, and what the cluster's sum adds to or takes
    /// from it. Of clusters of one size these are the clusters' means; of others, the mean as a ratio of sums, to first order.
    /// </summary>
    /// <exception cref="ArgumentException">A case has no cluster, a cluster no case, or there are fewer than two.</exception>
    public static double[][] Linearised(IReadOnlyList<IReadOnlyList<double>> bySeed, IReadOnlyList<int> clusters)
    {
        ArgumentNullException.ThrowIfNull(bySeed);
        ArgumentNullException.ThrowIfNull(clusters);
        var count = clusters.Count == 0 ? 0 : clusters.Max() + 1;
        if (clusters.Any(cluster => cluster < 0) || clusters.Distinct().Count() != count || count < 2)
        {
            throw new ArgumentException("Expected a cluster for each case, numbered from 0 without a gap, two or more.", nameof(clusters));
        }

        if (bySeed.Count == 0 || bySeed.Any(row => row.Count != clusters.Count))
        {
            throw new ArgumentException($"Expected one seed or more, each with a number for each of the {clusters.Count} cases.", nameof(bySeed));
        }

        var mean = bySeed.Average(row => row.Average());
        return
        [
            .. bySeed.Select(row =>
            {
                var sums = new double[count];
                for (var i = 0; i < row.Count; i++)
                {
                    sums[clusters[i]] += row[i] - mean;
                }

                return Array.ConvertAll(sums, sum => mean + (sum * count / clusters.Count));
            }),
        ];
    }
}
