using System.Numerics.Tensors;
using Distill.Data;

namespace Distill.Specialists;

/// <summary>
/// How to cut a cluster in two: at its mean along the direction in which it varies most, and from there by K-means. Unlike
/// points that are drawn, that direction is made of all of them, so that it finds two true clusters that share one.
/// </summary>
internal sealed class ClusterSplit
{
    // Enough to tell the first direction from the next where a cut pays.
    private const int DirectionSweeps = 12;
    private const int MeanSweeps = 8;

    private readonly ColumnMatrix points;
    private readonly int[] members;
    private readonly bool[] isSecond;
    private readonly float[] middle;
    private readonly float[] direction;
    private readonly float[] next;
    private readonly int[] sizes = new int[2];

    private ClusterSplit(ColumnMatrix points, int[] members, ReadOnlySpan<float> middle)
    {
        (this.points, this.members, this.middle) = (points, members, middle.ToArray());
        (isSecond, direction, next) = (new bool[members.Length], new float[points.Length], new float[points.Length]);
        Means = new ColumnMatrix(new float[2 * points.Length], points.Length);
    }

    /// <summary>By how much it lowers the sum of squared distances from the centroids; 0 where there is nothing to cut.</summary>
    public double Gain { get; private set; }

    /// <summary>The means of both halves.</summary>
    public ColumnMatrix Means { get; }

    /// <summary>How many members each half has.</summary>
    public IReadOnlyList<int> Sizes => sizes;

    /// <summary>The members of a half, 0 or 1.</summary>
    public IEnumerable<int> Members(int half) => members.Where((_, position) => isSecond[position] == (half == 1));

    /// <summary>Cuts a cluster.</summary>
    /// <param name="points">All points.</param>
    /// <param name="members">Those of the cluster.</param>
    /// <param name="middle">Their mean.</param>
    /// <param name="random">Gives the direction to begin with.</param>
    public static ClusterSplit Of(ColumnMatrix points, int[] members, ReadOnlySpan<float> middle, SeededRandom random)
    {
        var split = new ClusterSplit(points, members, middle);
        if (members.Length > 1 && split.FindDirection(random))
        {
            split.CutAtMiddle();
            split.RunMeans();
        }

        return split;
    }

    // Power iteration on the covariance of the members, one sweep over them each.
    private bool FindDirection(SeededRandom random)
    {
        Sweep(_ => random.NextDouble() < 0.5 ? -1 : 1);
        for (var sweep = 0; sweep < DirectionSweeps; sweep++)
        {
            if (!Normalise())
            {
                return false;
            }

            var offset = TensorPrimitives.Dot<float>(middle, direction);
            Sweep(point => TensorPrimitives.Dot<float>(points[point], direction) - offset);
        }

        return Normalise();
    }

    // direction = Σ weight (point − middle)
    private void Sweep(Func<int, float> weigh)
    {
        next.AsSpan().Clear();
        var sum = 0f;
        foreach (var point in members)
        {
            var weight = weigh(point);
            sum += weight;
            TensorPrimitives.MultiplyAdd(points[point], weight, next, next);
        }

        TensorPrimitives.MultiplyAdd(middle, -sum, next, direction);
    }

    private bool Normalise()
    {
        var length = TensorPrimitives.Norm<float>(direction);
        TensorPrimitives.Divide(direction, length, direction);
        return length > 0;
    }

    private void CutAtMiddle()
    {
        var offset = TensorPrimitives.Dot<float>(middle, direction);
        for (var position = 0; position < members.Length; position++)
        {
            isSecond[position] = TensorPrimitives.Dot<float>(points[members[position]], direction) > offset;
        }
    }

    private void RunMeans()
    {
        for (var sweep = 0; sweep < MeanSweeps && TakeMeans(); sweep++)
        {
            var moved = false;
            for (var position = 0; position < members.Length; position++)
            {
                var second = points.Distance(members[position], Means, 1) < points.Distance(members[position], Means, 0);
                moved |= second != isSecond[position];
                isSecond[position] = second;
            }

            if (!moved)
            {
                return;
            }
        }

        TakeMeans();
    }

    // Their weighted distance is what the cut gains.
    private bool TakeMeans()
    {
        sizes[1] = isSecond.Count(second => second);
        sizes[0] = members.Length - sizes[1];
        if (sizes[0] == 0 || sizes[1] == 0)
        {
            Gain = 0;
            return false;
        }

        Means[0].Clear();
        Means[1].Clear();
        for (var position = 0; position < members.Length; position++)
        {
            var half = Means[isSecond[position] ? 1 : 0];
            TensorPrimitives.Add(half, points[members[position]], half);
        }

        for (var half = 0; half < 2; half++)
        {
            TensorPrimitives.Divide(Means[half], sizes[half], Means[half]);
            Means.Measure(half);
        }

        Gain = Means.JoinCost(0, sizes[0], Means, 1, sizes[1]);
        return true;
    }
}
