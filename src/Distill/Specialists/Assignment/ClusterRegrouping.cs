using Distill.Data;

namespace Distill.Specialists;

/// <summary>
/// Cuts clusters in two and joins others in their stead, wherever the cut gains more than the join costs; a half may join
/// another cluster too. A cluster has part in one change at most, so that gains and costs are exact, and the sum of squared
/// distances falls with each.
/// </summary>
internal sealed class ClusterRegrouping(ColumnMatrix points, ColumnMatrix centroids, int[] clusterOf, int[] sizes)
{
    private readonly HashSet<int> changed = [];

    /// <summary>Makes the changes that pay.</summary>
    /// <param name="random">Gives cuts their first direction.</param>
    /// <param name="least">What a change must lower the sum of squared distances by.</param>
    /// <returns>Whether there was one; the centroids are then those of before.</returns>
    public bool Improve(SeededRandom random, double least)
    {
        var members = Enumerable.Range(0, points.Count).ToLookup(point => clusterOf[point]);
        var cuts = new ClusterSplit[centroids.Count];
        Parallel.For(0, cuts.Length, cluster => cuts[cluster] = ClusterSplit.Of(points, [.. members[cluster]], centroids[cluster], random.Fork(cluster)));
        var joins = Joins();
        foreach (var cluster in Enumerable.Range(0, cuts.Length).OrderByDescending(cluster => cuts[cluster].Gain).Where(cluster => !changed.Contains(cluster)))
        {
            var cut = cuts[cluster];
            if (cut.Gain <= least)
            {
                break;
            }

            var whole = joins.Find(join => IsFree(join.Kept, cluster) && IsFree(join.Freed, cluster));
            var half = CheapestOfHalf(cut, cluster);
            if (cut.Gain <= Math.Min(whole?.Cost ?? double.PositiveInfinity, half?.Cost ?? double.PositiveInfinity) + least)
            {
                continue;
            }

            if (whole is null || half?.Cost < whole.Cost)
            {
                Move(cut.Members(half!.Freed), half.Kept);
                changed.UnionWith([cluster, half.Kept]);
                continue;
            }

            Move(members[whole.Freed], whole.Kept);
            Move(cut.Members(1), whole.Freed);
            changed.UnionWith([cluster, whole.Kept, whole.Freed]);
        }

        return changed.Count > 0;
    }

    // All pairs of clusters, the cheapest first.
    private List<Join> Joins() =>
    [
        .. (from kept in Enumerable.Range(0, centroids.Count)
            from freed in Enumerable.Range(kept + 1, centroids.Count - kept - 1)
            select new Join(centroids.JoinCost(kept, sizes[kept], centroids, freed, sizes[freed]), kept, freed)).OrderBy(join => join.Cost),
    ];

    // What is freed is then a half of the cut, 0 or 1.
    private Join? CheapestOfHalf(ClusterSplit cut, int cluster) =>
        (from half in Enumerable.Range(0, 2)
         from other in Enumerable.Range(0, centroids.Count)
         where IsFree(other, cluster)
         select new Join(cut.Means.JoinCost(half, cut.Sizes[half], centroids, other, sizes[other]), other, half)).MinBy(join => join.Cost);

    private bool IsFree(int cluster, int cut) => cluster != cut && !changed.Contains(cluster);

    private void Move(IEnumerable<int> which, int into)
    {
        foreach (var point in which)
        {
            clusterOf[point] = into;
        }
    }

    // What it adds to the sum of squared distances.
    private sealed record Join(double Cost, int Kept, int Freed);
}
