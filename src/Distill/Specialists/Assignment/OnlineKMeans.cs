using System.Numerics.Tensors;
using Distill.Data;

namespace Distill.Specialists;

/// <summary>
/// K-means that moves two centroids with each point that changes its cluster, instead of all of them after each pass.
/// Where no point moves any more, clusters are cut and joined as long as that pays. No cluster loses its last point.
/// </summary>
internal sealed class OnlineKMeans
{
    // Of the spread: below it a gain may be rounding.
    private const double LeastGain = 1e-6;

    private readonly ColumnMatrix points;
    private readonly ColumnMatrix centroids;
    private readonly int[] clusterOf;
    private readonly int[] sizes;
    private readonly int[] order;
    private readonly float[] change;
    private SeededRandom random;

    public OnlineKMeans(ColumnMatrix points, int clusters, SeededRandom random)
    {
        (this.points, this.random) = (points, random);
        centroids = new ColumnMatrix(new float[checked(clusters * points.Length)], points.Length);
        (sizes, change) = (new int[clusters], new float[points.Length]);
        order = [.. Enumerable.Range(0, points.Count)];
        clusterOf = KMeansStart.Of(points, clusters, ref this.random);
        Recentre();
    }

    /// <summary>The cluster of each point.</summary>
    public IReadOnlyList<int> ClusterOf => clusterOf;

    /// <summary>The mean squared distance of a point from its centroid.</summary>
    public double Spread => Enumerable.Range(0, points.Count).Average(point => (double)points.Distance(point, centroids, clusterOf[point]));

    /// <summary>Passes over all points until one moves none and no cluster is worth cutting.</summary>
    public void Run(int passes)
    {
        for (var pass = 0; pass < passes; pass++)
        {
            if (!MoveAll() && !Regroup())
            {
                return;
            }
        }
    }

    /// <summary>The points nearest to a centroid, nearest first; of two alike the first.</summary>
    public int[] Nearest(int cluster, int count)
    {
        var distances = new float[points.Count];
        for (var point = 0; point < distances.Length; point++)
        {
            distances[point] = points.Distance(point, centroids, cluster);
        }

        return [.. Enumerable.Range(0, points.Count).OrderBy(point => distances[point]).Take(count)];
    }

    // What points that move one by one cannot do: from a cluster that holds two true ones to two clusters, every way leads uphill.
    private bool Regroup()
    {
        var grouping = new ClusterRegrouping(points, centroids, clusterOf, sizes);
        if (!grouping.Improve(random, least: LeastGain * Spread * points.Count))
        {
            return false;
        }

        Recentre();
        return true;
    }

    private bool MoveAll()
    {
        random.Shuffle(order.AsSpan());
        var moved = false;
        foreach (var point in order)
        {
            moved |= Move(point);
        }

        // Small steps add up rounding; the means themselves have none of it.
        Recentre();
        return moved;
    }

    private bool Move(int point)
    {
        var (from, to, best) = (clusterOf[point], clusterOf[point], points.Distance(point, centroids, clusterOf[point]));
        if (sizes[from] == 1)
        {
            return false;
        }

        for (var cluster = 0; cluster < centroids.Count; cluster++)
        {
            var distance = points.Distance(point, centroids, cluster);
            if (distance < best)
            {
                (to, best) = (cluster, distance);
            }
        }

        if (to == from)
        {
            return false;
        }

        clusterOf[point] = to;
        Shift(from, point, -1f / --sizes[from]);
        Shift(to, point, 1f / ++sizes[to]);
        return true;
    }

    private void Shift(int cluster, int point, float share)
    {
        TensorPrimitives.Subtract(points[point], centroids[cluster], change);
        TensorPrimitives.MultiplyAdd(change, share, centroids[cluster], centroids[cluster]);
        centroids.Measure(cluster);
    }

    private void Recentre()
    {
        sizes.AsSpan().Clear();
        for (var cluster = 0; cluster < centroids.Count; cluster++)
        {
            centroids[cluster].Clear();
        }

        for (var point = 0; point < points.Count; point++)
        {
            var centroid = centroids[clusterOf[point]];
            sizes[clusterOf[point]]++;
            TensorPrimitives.Add(centroid, points[point], centroid);
        }

        for (var cluster = 0; cluster < centroids.Count; cluster++)
        {
            TensorPrimitives.Divide(centroids[cluster], sizes[cluster], centroids[cluster]);
            centroids.Measure(cluster);
        }
    }
}
