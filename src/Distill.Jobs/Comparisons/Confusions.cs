using Distill.Evaluation;
using Distill.Runs.Results;

namespace Distill.Jobs.Comparisons;

/// <summary>Which classes students take for each other.</summary>
internal static class Confusions
{
    // A table of more does not fit a page.
    private const int MostClasses = 20;
    private const int ShownPairs = 8;

    /// <summary>The pairs of classes that the first student confuses most, with the counts of all.</summary>
    /// <param name="students">The students of each row, a seed each.</param>
    /// <param name="teacher">The teacher; null for none.</param>
    public static IReadOnlyList<ConfusedPair> Pairs(IReadOnlyDictionary<string, IReadOnlyList<ModelEvaluation>> students, ModelEvaluation? teacher) =>
    [
        .. students.First().Value[0].Metrics.Confusions.MostConfused(ShownPairs).Select(pair => new ConfusedPair(
            pair.Label,
            pair.Predicted,
            students.ToDictionary(
                row => row.Key,
                row => row.Value.Average(evaluation => (double)evaluation.Metrics.Confusions[pair.Label, pair.Predicted])),
            teacher?.Metrics.Confusions[pair.Label, pair.Predicted])),
    ];

    /// <summary>Mean counts by true class and, within it, by predicted class; null where there are more classes than a table shows.</summary>
    /// <param name="students">The students of a row, a seed each.</param>
    /// <param name="classes">How many classes there are.</param>
    public static IReadOnlyList<IReadOnlyList<double>>? Table(IReadOnlyList<ModelEvaluation> students, int classes) => classes > MostClasses ? null :
    [
        .. Enumerable.Range(0, classes).Select(label => (IReadOnlyList<double>)
        [
            .. Enumerable.Range(0, classes).Select(predicted => students.Average(evaluation => (double)evaluation.Metrics.Confusions[label, predicted])),
        ]),
    ];
}
