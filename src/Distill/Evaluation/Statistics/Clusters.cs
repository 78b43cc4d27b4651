namespace Distill.Evaluation;

/// <summary>Makes one number a cluster of the numbers of its cases, so that clusters count as what is drawn.</summary>
internal static class Clusters
{
    /// <summary>
    /// For each seed a number a cluster whose mean is that of the cases: the mean of all, and what the cluster's sum adds to or takes
    /// from it. Of clusters of one size these are the clusters' means; of others, the mean as a ratio of sums, to first order.
    /// </summary>
    /// <param name="bySeed">For each seed a number a case.</param>
    /// <param name="sizes">What the sums are divided by, a case: 1 for a mean of cases, the frames of a recording for a rate of frames.</param>
    /// <param name="clusters">The cluster of each case, from 0 without a gap.</param>
    /// <exception cref="ArgumentException">A case has no cluster, a cluster no case, or there are fewer than two; or sizes are not above 0.</exception>
    public static double[][] Linearised(IReadOnlyList<IReadOnlyList<double>> bySeed, IReadOnlyList<double> sizes, IReadOnlyList<int> clusters)
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

        if (sizes.Count != clusters.Count || sizes.Any(size => !(size > 0 && double.IsFinite(size))))
        {
            throw new ArgumentException("Expected a finite size above 0 for each case.", nameof(sizes));
        }

        var size = sizes.Sum();
        var rate = bySeed.Average(row => row.Sum()) / size;
        return
        [
            .. bySeed.Select(row =>
            {
                var sums = new double[count];
                for (var i = 0; i < row.Count; i++)
                {
                    sums[clusters[i]] += row[i] - (rate * sizes[i]);
                }

                return Array.ConvertAll(sums, sum => rate + (sum * count / size));
            }),
        ];
    }
}
