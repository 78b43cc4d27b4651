using Distill.Reports.Markup;
using Distill.Runs.Results;

namespace Distill.Reports.Sections;

/// <summary>The comparison as a table: a line a row, means over the seeds.</summary>
internal static class ScoresTable
{
    public static Html Render(Comparison comparison)
    {
        var topK = comparison.TopK is { } k ? Html.Of($"""<th scope="col">top {k}</th>""") : default;
        var withTeacher = comparison.Teacher is not null;
        var teacherColumns = withTeacher
            ? Html.Of($"""<th scope="col">agrees with teacher</th><th scope="col">KL to teacher</th>""")
            : default;
        var head = Html.Of(
            $"""<tr><th scope="col">row</th><th scope="col">test errors</th><th scope="col">error rate</th><th scope="col">NLL</th><th scope="col">ECE</th><th scope="col">Brier</th>{topK}{teacherColumns}</tr>""");
        var rows = comparison.Rows.Select(row => Row(comparison, row));
        return Section.Of(
            "scores",
            "Comparison",
            Html.Of($"On the test set, at temperature 1, after the last step; mean over the seeds, ± their standard deviation. NLL: mean negative log-likelihood in nats. ECE: expected calibration error. Brier: 0 is perfect, 2 the worst.{(withTeacher ? " KL: from teacher to student, in nats." : "")}"),
            Html.Of($"{Section.Table("Scores of teacher and students", head, withTeacher ? rows.Prepend(Teacher(comparison)) : rows, "scores")}{PairedTests(comparison)}"));
    }

    /// <summary>Mean and deviation of a row's test errors.</summary>
    public static string Errors(ComparisonRow row) => row.ErrorDeviation is { } deviation
        ? $"{NumberText.Count(row.MeanErrors)} ± {NumberText.Count(row.MeanErrors < 100 ? deviation : Math.Round(deviation))}"
        : NumberText.Count(row.MeanErrors);

    /// <summary>What a row was trained on, for example "6,000 images, no label".</summary>
    public static string TrainedOn(ComparisonRow row) =>
        $"{NumberText.Count(row.ExamplesUsed)} examples, {(row.LabelsUsed == 0 ? "no label" : NumberText.Count(row.LabelsUsed) + " labels")}";

    private static Html Row(Comparison comparison, ComparisonRow row)
    {
        var teacherColumns = comparison.Teacher is null ? default : Html.Of(
            $"<td>{Percent(row.MeanOf(test => test.Agreement))}</td><td>{NumberText.Score(row.MeanOf(test => test.KlToTeacher))}</td>");
        return Html.Of(
            $"""
            <tr><th scope="row"><span class="name s{RowStyle.Of(comparison, row.Id)}">{row.Label}</span><small><code>{row.Id}</code>: {Setting(row)}</small></th><td><b>{Errors(row)}</b><small>{string.Join(", ", row.Seeds.Select(seed => NumberText.Count(seed.Test.Errors)))}</small></td><td>{ErrorRate(row.MeanErrors, comparison)}</td><td>{NumberText.Score(row.MeanOf(test => test.Nll))}</td><td>{Percent(row.MeanOf(test => test.Ece))}</td><td>{NumberText.Score(row.MeanOf(test => test.Brier))}</td>{TopK(comparison, row.MeanOf(test => test.TopKAccuracy))}{teacherColumns}</tr>

            """);
    }

    private static string Setting(ComparisonRow row) => row.Temperature is { } temperature
        ? $"{TrainedOn(row)}; T = {NumberText.Short(temperature)}, weight {NumberText.Short(row.HardWeight)} on labels"
        : TrainedOn(row);

    private static Html Teacher(Comparison comparison)
    {
        var teacher = comparison.Teacher!;
        var members = teacher.MemberErrors is { Count: > 1 } errors
            ? Html.Of($"<small>alone {string.Join(", ", errors.Select(error => NumberText.Count(error)))}</small>")
            : default;
        return Html.Of(
            $"""
            <tr class="teacher"><th scope="row"><span class="name s{RowStyle.Teacher}">Teacher</span><small>{teacher.Description}</small></th><td><b>{NumberText.Count(teacher.Test.Errors)}</b>{members}</td><td>{ErrorRate(teacher.Test.Errors, comparison)}</td><td>{NumberText.Score(teacher.Test.Nll)}</td><td>{Percent(teacher.Test.Ece)}</td><td>{NumberText.Score(teacher.Test.Brier)}</td>{TopK(comparison, teacher.Test.TopKAccuracy)}<td>–</td><td>–</td></tr>

            """);
    }

    private static Html PairedTests(Comparison comparison)
    {
        if (comparison.PairedTests is not { Count: > 0 } tests)
        {
            return default;
        }

        var head = Html.Of(
            $"""<tr><th scope="col">test on the same examples</th><th scope="col">only the first wrong</th><th scope="col">only the second wrong</th><th scope="col">McNemar’s p</th><th scope="col">error rate, first less second</th></tr>""");
        return Section.Table(
            "Paired tests between rows, seeds pooled",
            head,
            tests.Select(test => Html.Of(
                $"""
                <tr><th scope="row"><span class="name s{RowStyle.Of(comparison, test.First)}">{RowStyle.Label(comparison, test.First)}</span> against <span class="name s{RowStyle.Of(comparison, test.Second)}">{RowStyle.Label(comparison, test.Second)}</span></th><td>{NumberText.Count(test.OnlyFirstWrong)}</td><td>{NumberText.Count(test.OnlySecondWrong)}</td><td>{NumberText.PValue(test.McNemarP).TrimStart('=', ' ')}</td><td>{Difference(test)}</td></tr>

                """)),
            "paired");
    }

    private static Html Difference(PairedTest test)
    {
        if (test.ErrorRateDifference is not { } difference)
        {
            return Html.Of($"–");
        }

        var interval = test is { Lower: { } lower, Upper: { } upper, Confidence: { } confidence }
            ? Html.Of($"<small>{NumberText.Percent(confidence, 0)} interval {NumberText.Percent(lower, 2)} to {NumberText.Percent(upper, 2)}</small>")
            : default;
        return Html.Of($"{NumberText.Percent(difference, 2)}{interval}");
    }

    private static string ErrorRate(double errors, Comparison comparison) =>
        comparison.Dataset.TestExamples > 0 ? NumberText.Percent(errors / comparison.Dataset.TestExamples, 2) : "–";

    private static Html TopK(Comparison comparison, double? accuracy) =>
        comparison.TopK is null ? default : Html.Of($"<td>{Percent(accuracy)}</td>");

    private static string Percent(double? fraction) => fraction is { } share ? NumberText.Percent(share) : "–";
}
