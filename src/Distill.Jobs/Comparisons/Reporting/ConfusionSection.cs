using Distill.Runs.Documents;
using Distill.Runs.Results;

namespace Distill.Jobs.Comparisons.Reporting;

/// <summary>The classes that are taken for each other most.</summary>
internal static class ConfusionSection
{
    public static Section Of(Comparison comparison)
    {
        var pairs = comparison.ConfusedPairs ?? [];
        var rows = comparison.Rows.Where(row => pairs.Any(pair => pair.Rows.ContainsKey(row.Id))).ToList();
        var withTeacher = pairs.Any(pair => pair.Teacher is not null);
        var most = pairs.SelectMany(pair => pair.Rows.Values.Append(pair.Teacher ?? 0)).Where(double.IsFinite).DefaultIfEmpty().Max();
        var classes = comparison.Dataset.Classes;
        return new Section(
            "confused",
            "Most confused classes",
            (comparison.Confusions is null ? "" : $"The first table has all classes, of {comparison.Shown.Label}: the true class is at the left, what it was taken for at the top. ")
            + "Pairs: test examples of the first class that were taken for the second. For students, the mean over the seeds.",
            pairs.Count == 0 ? [] :
            [
                .. Counts(comparison),
                new Table(
                    "Most confused pairs of classes",
                    ["true class → taken for", .. withTeacher ? ["teacher"] : Array.Empty<string>(), .. rows.Select(row => row.Id)],
                    [
                        .. pairs.Select(pair => (IReadOnlyList<Cell>)
                        [
                            Cell.Of($"{classes[pair.TrueClass]} → {classes[pair.PredictedClass]}"),
                            .. withTeacher ? [Bar(pair.Teacher, RowNames.Teacher)] : Array.Empty<Cell>(),
                            .. rows.Select(row => Bar(pair.Rows.TryGetValue(row.Id, out var count) ? count : null, RowNames.Colour(comparison, row.Id))),
                        ]),
                    ],
                    TableKind.Bars),
            ]);

        Cell Bar(double? count, int colour) => count is { } number
            ? Cell.Of(new Measure(number, Unit.Count)) with { Strength = number / Math.Max(most, 1), Colour = colour }
            : Cell.Empty;
    }

    // The diagonal is right and would outshine everything.
    private static IEnumerable<Block> Counts(Comparison comparison)
    {
        if (comparison.Confusions is not { } counts)
        {
            yield break;
        }

        var classes = comparison.Dataset.Classes;
        var most = counts.SelectMany((row, label) => row.Where((_, predicted) => predicted != label)).Where(double.IsFinite).DefaultIfEmpty().Max();
        yield return new Table(
            "Test examples by true and predicted class",
            ["", .. classes],
            [
                .. counts.Select((row, label) => (IReadOnlyList<Cell>)
                [
                    Cell.Of(classes[label]),
                    .. row.Select((count, predicted) => Cell.Of(count == 0 ? "" : new Measure(count, Unit.Count).Text) with
                    {
                        Strong = predicted == label,
                        Strength = predicted == label ? 0 : count / Math.Max(most, 1),
                    }),
                ]),
            ],
            TableKind.Heat);
    }
}
