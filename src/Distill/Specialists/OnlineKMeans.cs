using System.Numerics.Tensors;
using Distill.Data;
using Distill.Runs;

namespace Distill.Specialists;

/// <summary>
/// K-means that moves two centroids with each point that changes its cluster, instead of all of them after each pass.
/// Its first centroids are points far from each other (k-means++), and no cluster loses its last point.
/// </summary>
internal sealed class OnlineKMeans
{
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
        (clusterOf, sizes, change) = (new int[points.Count], new int[clusters], new float[points.Length]);
        order = [.. Enumerable.Range(0, points.Count)];
        Start();
    }

    /// <summary>The cluster of each point.</summary>
    public IReadOnlyList<int> ClusterOf => clusterOf;

    /// <summary>The mean squared distance of a point from its centroid.</summary>
    public double Spread => Enumerable.Range(0, points.Count).Average(point => (double)points.Distance(point, centroids, clusterOf[point]));

    /// <summary>Passes over all points until one moves none.</summary>
    public void Run(int passes)
    {
        for (var pass = 0; pass < passes; pass++)
        {
            random.Shuffle(order.AsSpan());
            var moved = 0;
            foreach (var point in order)
            {
                moved += Move(point) ? 1 : 0;
            }

            // Small steps add up rounding; the means themselves have none of it.
            Recentre();
            if (moved == 0)
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

    // k-means++: each further centroid is a point drawn with its squared distance from the nearest one so far as its weight;
    // of some draws the one that brings all points nearest, without which two of the first may share a true cluster.
    private void Start()
    {
        var (distances, candidate, best) = (new float[points.Count], new float[points.Count], new float[points.Count]);
        Array.Fill(distances, float.PositiveInfinity);
        var draws = 2 + (int)Math.Log(centroids.Count);
        for (var cluster = 0; cluster < centroids.Count; cluster++)
        {
            var (chosen, least) = (-1, double.PositiveInfinity);
            for (var draw = 0; draw < (cluster == 0 ? 1 : draws); draw++)
            {
                var point = cluster == 0 ? random.Below(points.Count) : Draw(distances, cluster);
                var sum = DistancesWith(point, distances, candidate);
                if (sum < least)
                {
                    (chosen, least) = (point, sum);
                    (best, candidate) = (candidate, best);
                }
            }

            Found(cluster, chosen, distances, best);
            (distances, best) = (best, distances);
        }

        foreach (var cluster in clusterOf)
        {
            sizes[cluster]++;
        }

        Recentre();
    }

    // Each point's distance from the nearest centroid, were this point one; returns their sum.
    private double DistancesWith(int centroid, float[] before, float[] after)
    {
        var sum = 0.0;
        for (var point = 0; point < points.Count; point++)
        {
            // Rounding must not leave the centroid itself a chance to be drawn again.
            after[point] = point == centroid ? 0 : Math.Min(before[point], points.Distance(point, points, centroid));
            sum += after[point];
        }

        return sum;
    }

    private void Found(int cluster, int point, float[] before, float[] after)
    {
        points[point].CopyTo(centroids[cluster]);
        for (var other = 0; other < points.Count; other++)
        {
            if (after[other] < before[other] || other == point)
            {
                clusterOf[other] = cluster;
            }
        }
    }

    private int Draw(float[] weights, int clusters)
    {
        var total = weights.Sum(weight => (double)weight);
        if (total == 0)
        {
            throw new DistillException(
                $"Only {clusters} of {centroids.Count} clusters can be formed: all classes behave like one of these. Ask for fewer specialists, or count more examples.");
        }

        var left = random.NextDouble() * total;
        for (var point = 0; point < weights.Length; point++)
        {
            left -= weights[point];
            if (left < 0)
            {
                return point;
            }
        }

        // The sum was rounded.
        return Array.FindLastIndex(weights, weight => weight > 0);
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
        for (var cluster = 0; cluster < centroids.Count; cluster++)
        {
            centroids[cluster].Clear();
        }

        for (var point = 0; point < points.Count; point++)
        {
            var centroid = centroids[clusterOf[point]];
            TensorPrimitives.Add(centroid, points[point], centroid);
        }

        for (var cluster = 0; cluster < centroids.Count; cluster++)
        {
            TensorPrimitives.Divide(centroids[cluster], sizes[cluster], centroids[cluster]);
            centroids.Measure(cluster);
        }
    }
}
