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
            "Test examples of the first class that were taken for the second; for students, the mean over the seeds.",
            pairs.Count == 0 ? [] :
            [
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
}
