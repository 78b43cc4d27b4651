using Distill.Reports.Markup;
using Distill.Reports.Plots;
using Distill.Runs.Results;

namespace Distill.Reports.Sections;

/// <summary>Test errors as dots on one line a row: a dot a seed, a bar at the mean, the teacher across all.</summary>
internal static class ErrorStrip
{
    public static Html Render(Comparison comparison)
    {
        var teacher = comparison.Teacher?.Test.Errors;
        var errors = comparison.Rows.SelectMany(row => row.Seeds).Select(seed => (double)seed.Test.Errors)
            .Concat(teacher is { } count ? [(double)count] : []).ToList();
        var margin = Math.Max(1, (errors.Max() - errors.Min()) * 0.06);
        var axis = AxisScale.Over(errors.Min() - margin, errors.Max() + margin, 5);
        var teacherLine = teacher is { } own
            ? Line(RowStyle.Name(RowStyle.Teacher, "Teacher"), NumberText.Count(own), "", Mean(axis, own, RowStyle.Teacher))
            : default;
        var ticks = axis.Ticks.Select(tick => Html.Of($"""<span style="left:{axis.At(tick) * 100}%">{NumberText.Count(tick)}</span>"""));
        return Section.Of(
            "errors",
            "Test errors",
            Html.Of(
                $"""
                A dot is one student, trained from one seed; the bar is their mean.
                Out of {NumberText.Count(comparison.Dataset.TestExamples)} test examples; further left is better.
                """),
            Html.Of(
                $"""
                <div class="strip card" role="list">
                {teacherLine}{comparison.Rows.Select(row => Row(comparison, row, axis, teacher))}
                <div class="row ticks" aria-hidden="true"><span></span><div class="track">{ticks}</div></div>
                </div>
                """));
    }

    private static Html Row(Comparison comparison, ComparisonRow row, AxisScale axis, long? teacher)
    {
        var style = RowStyle.Of(comparison, row.Id);
        var across = teacher is { } count ? Html.Of($"""<i class="across" style="left:{axis.At(count) * 100}%"></i>""") : default;
        var dots = row.Seeds.Select(seed => Html.Of(
            $"""
            <i class="seed s{style}" style="left:{axis.At(seed.Test.Errors) * 100}%"
             title="seed {seed.Seed}: {NumberText.Count(seed.Test.Errors)} errors"></i>
            """));
        return Line(
            RowStyle.Label(comparison, row.Id), ScoresTable.Errors(row), ScoresTable.TrainedOn(row),
            Html.Of($"{across}{Mean(axis, row.MeanErrors, style)}{dots}"));
    }

    private static Html Line(Html label, string errors, string detail, Html marks) => Html.Of(
        $"""
        <div class="row" role="listitem">
        <span class="what">{label} <em>{errors}</em> <small>{detail}</small></span>
        <div class="track">{marks}</div>
        </div>

        """);

    private static Html Mean(AxisScale axis, double errors, int style) =>
        Html.Of($"""<i class="mean s{style}" style="left:{axis.At(errors) * 100}%"></i>""");
}
