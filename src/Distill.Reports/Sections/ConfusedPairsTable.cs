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
        var most = pairs.SelectMany(pair => pair.Rows.Values.Append(pair.Teacher ?? 0)).Where(double.IsFinite).DefaultIfEmpty(1).Max();
        var withTeacher = pairs.Any(pair => pair.Teacher is not null);
        var teacherHead = withTeacher ? Html.Of($"""<th scope="col"><span class="name s{RowStyle.Teacher}">teacher</span></th>""") : default;
        var head = Html.Of(
            $"""<tr><th scope="col">true class → taken for</th>{teacherHead}{rows.Select(row => Html.Of($"""<th scope="col"><span class="name s{RowStyle.Of(comparison, row.Id)}">{row.Id}</span></th>"""))}</tr>""");
        var lines = pairs.Select(pair =>
        {
            var teacher = withTeacher ? Cell(pair.Teacher, most, RowStyle.Teacher) : default;
            var cells = rows.Select(row => Cell(
                pair.Rows.TryGetValue(row.Id, out var count) ? count : null, most, RowStyle.Of(comparison, row.Id)));
            return Html.Of(
                $"""
                <tr><th scope="row">{comparison.Dataset.Classes[pair.TrueClass]} → {comparison.Dataset.Classes[pair.PredictedClass]}</th>{teacher}{cells}</tr>

                """);
        });
        return Section.Of(
            "confused",
            "Most confused classes",
            Html.Of($"Test examples of the first class that were taken for the second; for students, the mean over the seeds."),
            Section.Table("Most confused pairs of classes", head, lines, "confused"));
    }

    private static Html Cell(double? count, double most, int style) => count is { } number
        ? Html.Of($"""<td>{ShareBar.Of(style, number / Math.Max(most, 1), NumberText.Count(number))}</td>""")
        : Html.Of($"<td>–</td>");
}
