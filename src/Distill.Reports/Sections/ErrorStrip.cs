using Distill.Reports.Markup;
using Distill.Reports.Plots;
using Distill.Runs.Documents;

namespace Distill.Reports.Sections;

/// <summary>Test errors as dots on one line a row: a dot a seed, a bar at the mean, the teacher across all.</summary>
internal static class ErrorStrip
{
    // More dots than that lie on top of each other.
    private const int MostDots = 200;

    public static Html Render(Strip strip)
    {
        if (strip.Rows.Count == 0)
        {
            return default;
        }

        var (rows, teacher) = (strip.Rows, strip.Teacher);
        var errors = rows.SelectMany(row => row.Errors).Select(count => (double)count)
            .Concat(teacher is { } count ? [(double)count] : []).DefaultIfEmpty().ToList();
        var margin = Math.Max(1, (errors.Max() - errors.Min()) * 0.06);
        var axis = AxisScale.Over(errors.Min() - margin, errors.Max() + margin, 5);
        var teacherLine = teacher is { } own
            ? Line(RowStyle.Name(RowStyle.Teacher, "Teacher"), NumberText.Count(own), "", Mean(axis, own, RowStyle.Teacher))
            : default;
        var ticks = axis.Ticks.Select(tick => Html.Of($"""<span style="left:{axis.At(tick) * 100}%">{NumberText.Count(tick)}</span>"""));
        return Html.Of(
            $"""
            <div class="strip card" role="list">
            {teacherLine}{rows.Select(row => Row(row, axis, teacher))}
            <div class="row ticks" aria-hidden="true"><span></span><div class="track">{ticks}</div></div>
            </div>
            """);
    }

    private static Html Row(StripRow row, AxisScale axis, long? teacher)
    {
        var across = teacher is { } own ? Html.Of($"""<i class="across" style="left:{axis.At(own) * 100}%"></i>""") : default;
        var errors = new SeedErrors(row.Errors);
        var dots = row.Errors.Take(MostDots).Select((count, i) => Html.Of(
            $"""
            <i class="seed s{row.Colour}" style="left:{axis.At(count) * 100}%"
             title="{Name(row, i)}: {NumberText.Count(count)} errors"></i>
            """));
        return Line(RowStyle.Name(row.Colour, row.Name), errors.Text, row.Detail, Html.Of($"{across}{Mean(axis, errors.Mean, row.Colour)}{dots}"));
    }

    private static string Name(StripRow row, int i) => row.Seeds is { } seeds ? $"seed {seeds[i]}" : $"student {i + 1}";

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
