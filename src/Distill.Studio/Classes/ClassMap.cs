using Distill.Runs;
using Distill.Specialists;
using Distill.Studio.Playground;

namespace Distill.Studio.Classes;

/// <summary>How the probabilities of classes rise and fall together (section 5.3 of the paper), in the order of their clusters.</summary>
/// <param name="Examples">How many test examples were counted.</param>
/// <param name="Classes">The classes in the order of the map.</param>
/// <param name="LeftOut">How many classes are not on the map, because they are confused least.</param>
/// <param name="Clusters">How many clusters there are.</param>
/// <param name="Covariance">[class, class], in the order of the map.</param>
/// <param name="Correlation">The same as correlations, −1 to 1.</param>
/// <param name="Problem">Why classes could not be clustered; null where they are.</param>
/// <param name="Sets">The classes of each specialist that is shown over the map, by their numbers in the data; null for none.</param>
internal sealed record ClassMap(
    int Examples, IReadOnlyList<MappedClass> Classes, int LeftOut, int Clusters, double[][] Covariance, double[][] Correlation, string? Problem,
    IReadOnlyList<IReadOnlyList<int>>? Sets = null)
{
    private const int MostShown = 200;
    private const int MostCounted = 2000;

    /// <summary>Counts and clusters.</summary>
    /// <param name="answers">The model's distributions over test examples.</param>
    /// <param name="clusters">How many; null for about the root of the number of classes.</param>
    /// <exception cref="DistillException">There are too few classes or too many.</exception>
    public static ClassMap Of(MeanAnswers answers, int? clusters)
    {
        if (answers.Classes.Count > MostCounted)
        {
            throw new DistillException($"The data have {answers.Classes.Count} classes; a map is made of up to {MostCounted}. 'distill specialists assign' clusters more.");
        }

        var covariance = new ConfusionCovariance(answers.Classes.Count, answers.Count);
        for (var place = 0; place < answers.Count; place++)
        {
            covariance.Add(answers.Row(place));
        }

        var count = Math.Clamp(clusters ?? (int)Math.Round(Math.Sqrt(covariance.Classes)), 2, covariance.Classes);
        var (order, clusterOf, problem) = Ordered(covariance, count);
        var shown = Shown(covariance, order);
        var right = answers.RightByClass();
        return new ClassMap(
            answers.Count,
            [.. shown.Select(number => new MappedClass(number, answers.Classes[number], clusterOf[number], right[number].Examples, right[number].Right))],
            order.Count - shown.Count,
            clusterOf.Distinct().Count(),
            Matrix(shown, (first, second) => covariance[first, second]),
            Matrix(shown, covariance.Correlation),
            problem);
    }

    private static (IReadOnlyList<int> Order, IReadOnlyList<int> ClusterOf, string? Problem) Ordered(ConfusionCovariance covariance, int clusters)
    {
        try
        {
            var assignment = ClassAssignment.Of(covariance, new AssignmentOptions { Specialists = clusters });
            return ([.. assignment.NearestFirst.OrderByDescending(set => set.Count).ThenBy(set => set[0]).SelectMany(set => set)], assignment.ClusterOf, null);
        }
        catch (DistillException silent)
        {
            return ([.. Enumerable.Range(0, covariance.Classes)], new int[covariance.Classes], silent.Message);
        }
    }

    // Of very many classes, those that have the strongest confusion with another.
    private static IReadOnlyList<int> Shown(ConfusionCovariance covariance, IReadOnlyList<int> order)
    {
        if (order.Count <= MostShown)
        {
            return order;
        }

        var strongest = Enumerable.Range(0, order.Count)
            .OrderByDescending(first => Enumerable.Range(0, order.Count).Where(second => second != first).Max(second => covariance[first, second]))
            .Take(MostShown).ToHashSet();
        return [.. order.Where(strongest.Contains)];
    }

    private static double[][] Matrix(IReadOnlyList<int> classes, Func<int, int, double> value) =>
        [.. classes.Select(first => classes.Select(second => value(first, second)).ToArray())];
}
