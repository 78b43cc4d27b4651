using Distill.Data;
using Distill.Runs;

namespace Distill.Specialists;

/// <summary>
/// Classes that a generalist confuses, brought together: on-line K-means on the columns of the covariance of its predictions
/// (section 5.3 of the paper), or of their correlations. No label is looked at.
/// </summary>
public sealed class ClassAssignment
{
    private const int MostNames = 10;

    // Of a squared mean: below it a variance is rounding.
    private const double LeastVariance = 1e-9;

    private ClassAssignment(int classes, int[][] nearestFirst, IReadOnlyList<int> clusterOf, double spread)
    {
        (Sets, NearestFirst, ClusterOf, Spread) = (new ClassSets(classes, nearestFirst), nearestFirst, clusterOf, spread);
    }

    /// <summary>The classes of each specialist.</summary>
    public ClassSets Sets { get; }

    /// <summary>The same sets with the classes of each in another order: those nearest to its centroid first.</summary>
    public IReadOnlyList<IReadOnlyList<int>> NearestFirst { get; }

    /// <summary>For each class the cluster that it is nearest to, by the number of its specialist.</summary>
    public IReadOnlyList<int> ClusterOf { get; }

    /// <summary>The mean squared distance of a class's column from its cluster's centroid: what K-means minimises.</summary>
    public double Spread { get; }

    /// <summary>Clusters the classes. The same covariance, options and machine give the same sets.</summary>
    /// <param name="covariance">Of the generalist's predictions.</param>
    /// <param name="options">How many sets, and how large.</param>
    /// <exception cref="DistillException">Options are out of range, or a class is never predicted, so that nothing says where it belongs.</exception>
    public static ClassAssignment Of(ConfusionCovariance covariance, AssignmentOptions options)
    {
        ArgumentNullException.ThrowIfNull(covariance);
        ArgumentNullException.ThrowIfNull(options);
        RequireUsable(covariance, options);
        var classes = covariance.Classes;
        var columns = new ColumnMatrix(covariance.ToColumns(options.Columns), classes);
        var means = new OnlineKMeans(columns, options.Specialists, new SeededRandom(options.Seed));
        means.Run(options.Passes);
        var sets = Enumerable.Range(0, options.Specialists).Select(cluster => options.ClassesEach is { } each
            ? means.Nearest(cluster, each)
            : [.. means.Nearest(cluster, classes).Where(number => means.ClusterOf[number] == cluster)]);
        return new ClassAssignment(classes, [.. sets], means.ClusterOf, means.Spread);
    }

    /// <summary>Refuses options that are out of range.</summary>
    /// <exception cref="DistillException">They are; the message has all of them.</exception>
    internal static void RequireInRange(AssignmentOptions options, int classes)
    {
        string[] problems = [.. options.Problems(classes)];
        if (problems.Length > 0)
        {
            throw new DistillException($"Classes cannot be given to specialists: {string.Join("; ", problems)}.");
        }
    }

    private static void RequireUsable(ConfusionCovariance covariance, AssignmentOptions options)
    {
        RequireInRange(options, covariance.Classes);
        var silent = Enumerable.Range(0, covariance.Classes).Where(number => covariance.IsConstant(number) || covariance[number, number] <= LeastVariance * covariance.Mean(number) * covariance.Mean(number)).ToList();
        if (silent.Count > 0)
        {
            throw new DistillException(
                $"In {covariance.Count} examples the probability of {silent.Count} classes never changes (classes {string.Join(", ", silent.Take(MostNames))}"
                + $"{(silent.Count > MostNames ? ", …" : "")}), so that nothing says what they are confused with. Count more examples, or predictions at a higher temperature.");
        }
    }
}
