using Distill.Reports.Documents;
using Distill.Reports.Markup;
using Distill.Runs.Documents;
using Distill.Runs.Results;

namespace Distill.Reports.Sections;

/// <summary>The comparison as a table: a line a row, means over the seeds.</summary>
internal static class ScoresTable
{
    public static Html Render(Comparison comparison)
    {
        List<string> columns = ["row", "test errors", "error rate", "NLL", "ECE", "Brier"];
        if (comparison.TopK is { } k)
        {
            columns.Add($"top {k}");
        }

        if (comparison.Teacher is not null)
        {
            columns.AddRange(["agrees with teacher", "KL to teacher"]);
        }

        var table = Table.Of(
            "Scores of teacher and students", "scores", Table.Columns(columns),
            Teacher(comparison).Concat(comparison.Rows.Select(row => Row(comparison, row))));
        return Section.Of(
            "scores",
            "Comparison",
            Html.Of(
                $"""
                On the test set, at temperature 1, after the last step; mean over the seeds, ± their standard deviation.
                NLL: mean negative log-likelihood in nats. ECE: expected calibration error. Brier: 0 is perfect, 2 the worst.
                {(comparison.Teacher is null ? "" : "KL: from teacher to student, in nats.")}
                """),
            Html.Of($"{table}{PairedTestsTable.Of(comparison.PairedTests, Label).OfType<Runs.Documents.Table>().Select(DocumentTable.Render)}"));

        string Label(string id) => comparison.Rows.FirstOrDefault(row => row.Id == id)?.Label ?? id;
    }

    /// <summary>Mean and deviation of a row's test errors.</summary>
    public static string Errors(ComparisonRow row) => NumberText.Spread(row.MeanErrors, row.ErrorDeviation);

    /// <summary>What a row was trained on, for example "6,000 examples, no label".</summary>
    public static string TrainedOn(ComparisonRow row)
    {
        var labels = row.LabelsUsed == 0 ? "no label" : $"{NumberText.Count(row.LabelsUsed)} labels";
        return $"{NumberText.Count(row.ExamplesUsed)} examples, {labels}";
    }

    private static IEnumerable<Html> Teacher(Comparison comparison)
    {
        if (comparison.Teacher is not { } teacher)
        {
            return [];
        }

        var members = teacher.MemberErrors is { Count: > 1 } errors ? $"alone {Counts(errors)}"
            : teacher.GeneralistErrors is { } generalist ? $"generalist alone {NumberText.Count(generalist)}"
            : "";
        var scores = Scores(comparison, teacher.Test.Errors, members, score => score(teacher.Test));
        return [Table.Row(
            Html.Of($"{RowStyle.Name(RowStyle.Teacher, "Teacher")}<small>{teacher.Description}</small>"),
            [.. scores, Table.Dash, Table.Dash])];
    }

    private static Html Row(Comparison comparison, ComparisonRow row)
    {
        var each = Counts(row.Seeds.Select(seed => seed.Test.Errors));
        var scores = Scores(comparison, row.MeanErrors, each, row.MeanOf, Errors(row));
        Html[] likeness = comparison.Teacher is null ? [] :
        [
            Table.Cell(Percent(row.MeanOf(test => test.Agreement))),
            Table.Cell(NumberText.Score(row.MeanOf(test => test.KlToTeacher))),
        ];
        return Table.Row(
            Html.Of($"{RowStyle.Label(comparison, row.Id)}<small><code>{row.Id}</code>: {Setting(row)}</small>"),
            [.. scores, .. likeness]);
    }

    private static IEnumerable<Html> Scores(
        Comparison comparison, double errors, string each, Func<Func<TestScores, double?>, double?> score, string? errorText = null)
    {
        var examples = comparison.Dataset.TestExamples;
        yield return Table.Cell(Html.Of($"<b>{errorText ?? NumberText.Count(errors)}</b>"), each);
        yield return examples > 0 ? Table.Cell(NumberText.Percent(errors / examples, 2)) : Table.Dash;
        yield return Table.Cell(NumberText.Score(score(test => test.Nll)));
        yield return Table.Cell(Percent(score(test => test.Ece)));
        yield return Table.Cell(NumberText.Score(score(test => test.Brier)));
        if (comparison.TopK is not null)
        {
            yield return Table.Cell(Percent(score(test => test.TopKAccuracy)));
        }
    }

    private static string Setting(ComparisonRow row) => row.Temperature is { } temperature
        ? $"{TrainedOn(row)}; T = {NumberText.Brief(temperature)}, weight {NumberText.Brief(row.HardWeight)} on labels"
        : TrainedOn(row);

    private static string Counts(IEnumerable<long> counts) => string.Join(", ", counts.Select(count => NumberText.Count(count)));

    private static string Percent(double? fraction) => fraction is { } share ? NumberText.Percent(share) : "–";
}
