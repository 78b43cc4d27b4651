using Distill.Data;
using Distill.Runs;

namespace Distill.Specialists;

/// <summary>
/// The first clusters of K-means, around points far from each other (k-means++): each further one is drawn with its squared
/// distance from the nearest one so far as its weight. Of some draws the one is taken that brings all points nearest, without
/// which two of the first may share a true cluster.
/// </summary>
internal sealed class KMeansStart
{
    private readonly ColumnMatrix points;
    private readonly int clusters;
    private readonly int[] clusterOf;
    private readonly float[] distances;
    private readonly float[][] candidates;

    private KMeansStart(ColumnMatrix points, int clusters)
    {
        (this.points, this.clusters) = (points, clusters);
        (clusterOf, distances) = (new int[points.Count], new float[points.Count]);
        Array.Fill(distances, float.PositiveInfinity);
        candidates = [.. Enumerable.Range(0, 2 + (int)Math.Log(clusters)).Select(_ => new float[points.Count])];
    }

    /// <summary>The first cluster of each point.</summary>
    /// <exception cref="DistillException">Fewer points than clusters differ.</exception>
    public static int[] Of(ColumnMatrix points, int clusters, ref SeededRandom random)
    {
        var start = new KMeansStart(points, clusters);
        for (var cluster = 0; cluster < clusters; cluster++)
        {
            start.Add(cluster, ref random);
        }

        return start.clusterOf;
    }

    private void Add(int cluster, ref SeededRandom random)
    {
        var drawn = new int[cluster == 0 ? 1 : candidates.Length];
        for (var draw = 0; draw < drawn.Length; draw++)
        {
            drawn[draw] = cluster == 0 ? random.Below(points.Count) : Draw(cluster, ref random);
        }

        Measure(drawn);
        var best = Enumerable.Range(0, drawn.Length).MinBy(draw => Sum(candidates[draw]));
        for (var point = 0; point < points.Count; point++)
        {
            if (candidates[best][point] < distances[point] || point == drawn[best])
            {
                (clusterOf[point], distances[point]) = (cluster, candidates[best][point]);
            }
        }
    }

    // Each point's distance from the nearest centroid, were a drawn point one. All draws at a time: reading the points is what takes long.
    private void Measure(int[] drawn) => Parallel.For(0, points.Count, point =>
    {
        for (var draw = 0; draw < drawn.Length; draw++)
        {
            // Rounding must not leave the centroid itself a chance to be drawn again.
            candidates[draw][point] = point == drawn[draw] ? 0 : Math.Min(distances[point], points.Distance(point, points, drawn[draw]));
        }
    });

    private int Draw(int found, ref SeededRandom random)
    {
        var total = Sum(distances);
        if (total == 0)
        {
            throw new DistillException(
                $"Only {found} of {clusters} clusters can be formed: all classes behave like one of these. Ask for fewer specialists, or count more examples.");
        }

        var left = random.NextDouble() * total;
        for (var point = 0; point < distances.Length; point++)
        {
            left -= distances[point];
            if (left < 0)
            {
                return point;
            }
        }

        // The sum was rounded.
        return Array.FindLastIndex(distances, distance => distance > 0);
    }

    private static double Sum(float[] values) => values.Sum(value => (double)value);
}
