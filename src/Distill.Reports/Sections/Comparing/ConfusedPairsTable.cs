using Distill.Reports.Markup;
using Distill.Runs.Results;

namespace Distill.Reports.Sections;

/// <summary>The classes that are taken for each other most.</summary>
internal static class ConfusedPairsTable
{
    private const int MostPairs = 12;

    public static Html Render(Comparison comparison)
    {
        if (comparison.ConfusedPairs is not { Count: > 0 } all)
        {
            return default;
        }

        var pairs = all.Take(MostPairs).ToList();
        var rows = comparison.Rows.Where(row => pairs.Any(pair => pair.Rows.ContainsKey(row.Id))).ToList();
        var withTeacher = pairs.Any(pair => pair.Teacher is not null);
        var most = pairs.SelectMany(pair => pair.Rows.Values.Append(pair.Teacher ?? 0)).Where(double.IsFinite).DefaultIfEmpty().Max();

        List<Html> head = [Table.Columns("true class → taken for")];
        if (withTeacher)
        {
            head.Add(Table.Column(RowStyle.Name(RowStyle.Teacher, "teacher")));
        }

        head.AddRange(rows.Select(row => Table.Column(RowStyle.Id(comparison, row.Id))));
        var lines = pairs.Select(pair =>
        {
            Html[] teacher = withTeacher ? [Cell(pair.Teacher, most, RowStyle.Teacher)] : [];
            var students = rows.Select(row => Cell(
                pair.Rows.TryGetValue(row.Id, out var count) ? count : null, most, RowStyle.Of(comparison, row.Id)));
            var classes = comparison.Dataset.Classes;
            return Table.Row(Html.Of($"{classes[pair.TrueClass]} → {classes[pair.PredictedClass]}"), [.. teacher, .. students]);
        });
        return Section.Of(
            "confused",
            "Most confused classes",
            Html.Of($"Test examples of the first class that were taken for the second; for students, the mean over the seeds."),
            Html.Of(
                $"""
                <div style="--n:{head.Count - 1}">{Table.Of("Most confused pairs of classes", "confused", Html.Join(head), lines)}</div>
                """));
    }

    private static Html Cell(double? count, double most, int style) => count is { } number
        ? Html.Of($"<td>{ShareBar.Of(style, number / Math.Max(most, 1), NumberText.Count(number))}</td>")
        : Table.Dash;
}
