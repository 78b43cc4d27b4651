using Distill.Data;
using Distill.Specialists;

namespace Distill.Tests.Specialists;

public sealed class OnlineKMeansTests
{
    private const int Dimensions = 40;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_cluster_that_holds_two_groups_is_cut_and_one_that_was_in_two_is_joined(int seed)
    {
        const int groups = 20;
        var points = Grouped(seed, groups, each: 12);
        var means = new OnlineKMeans(points, groups, new SeededRandom(seed));
        means.Run(50);
        Assert.Equal(groups, Enumerable.Range(0, points.Count).Select(point => (point % groups, means.ClusterOf[point])).Distinct().Count());
    }

    [Fact]
    public void A_change_lowers_the_sum_of_squared_distances()
    {
        const int groups = 4;
        var points = Grouped(seed: 6, groups, each: 10);

        // Groups 0 and 1 share a cluster, and group 2 is in two.
        var clusterOf = Enumerable.Range(0, points.Count).Select(point => (point % groups) switch { 0 or 1 => 0, 2 => point < 20 ? 1 : 2, _ => 3 }).ToArray();
        var (centroids, sizes) = Means(points, clusterOf, groups);
        var before = Sum(points, centroids, clusterOf);
        Assert.True(new ClusterRegrouping(points, centroids, clusterOf, sizes).Improve(new SeededRandom(1), least: 0));
        (centroids, sizes) = Means(points, clusterOf, groups);
        Assert.True(Sum(points, centroids, clusterOf) < before);
        Assert.Equal(groups, Enumerable.Range(0, points.Count).Select(point => (point % groups, clusterOf[point])).Distinct().Count());
        Assert.False(new ClusterRegrouping(points, centroids, clusterOf, sizes).Improve(new SeededRandom(1), least: 0));
    }

    [Fact]
    public void A_cut_gains_what_it_says()
    {
        var points = Grouped(seed: 7, groups: 2, each: 9);
        var clusterOf = new int[points.Count];
        var (whole, _) = Means(points, clusterOf, 1);
        var before = Sum(points, whole, clusterOf);
        var cut = ClusterSplit.Of(points, [.. Enumerable.Range(0, points.Count)], whole[0], new SeededRandom(1));
        foreach (var point in cut.Members(1))
        {
            clusterOf[point] = 1;
        }

        var (halves, sizes) = Means(points, clusterOf, 2);
        Assert.Equal([9, 9], sizes);
        Assert.Equal(sizes, cut.Sizes);
        Assert.Equal(before - Sum(points, halves, clusterOf), cut.Gain, before * 1e-4);
    }

    [Fact]
    public void What_cannot_be_cut_gains_nothing()
    {
        var alike = new ColumnMatrix([1, 2, 1, 2, 1, 2], 2);
        Assert.Equal(0, ClusterSplit.Of(alike, [0, 1, 2], alike[0], new SeededRandom(1)).Gain);
        Assert.Equal(0, ClusterSplit.Of(alike, [1], alike[1], new SeededRandom(1)).Gain);
    }

    // Point p is of group p mod groups, and each group has a direction of its own.
    private static ColumnMatrix Grouped(int seed, int groups, int each)
    {
        var random = new Random(seed);
        var values = new float[groups * each * Dimensions];
        for (var point = 0; point < groups * each; point++)
        {
            var row = values.AsSpan(point * Dimensions, Dimensions);
            for (var i = 0; i < Dimensions; i++)
            {
                row[i] = (float)(0.3 * (random.NextDouble() - 0.5));
            }

            row[point % groups] += 1;
        }

        return new ColumnMatrix(values, Dimensions);
    }

    private static (ColumnMatrix Centroids, int[] Sizes) Means(ColumnMatrix points, int[] clusterOf, int clusters)
    {
        var (values, sizes) = (new float[clusters * Dimensions], new int[clusters]);
        for (var point = 0; point < points.Count; point++)
        {
            sizes[clusterOf[point]]++;
        }

        for (var point = 0; point < points.Count; point++)
        {
            for (var i = 0; i < Dimensions; i++)
            {
                values[(clusterOf[point] * Dimensions) + i] += points[point][i] / sizes[clusterOf[point]];
            }
        }

        return (new ColumnMatrix(values, Dimensions), sizes);
    }

    private static double Sum(ColumnMatrix points, ColumnMatrix centroids, int[] clusterOf) =>
        Enumerable.Range(0, points.Count).Sum(point => (double)points.Distance(point, centroids, clusterOf[point]));
}
