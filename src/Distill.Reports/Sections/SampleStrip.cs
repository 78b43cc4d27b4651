using Distill.Reports.Images;
using Distill.Reports.Markup;
using Distill.Runs.Results;

namespace Distill.Reports.Sections;

/// <summary>
/// Test images with the teacher's probabilities at several temperatures beside the students': what a label does not
/// say and soft targets do.
/// </summary>
internal static class SampleStrip
{
    private const int MostSamples = 16, MostClasses = 8, MostColumns = 6;

    public static Html Render(Comparison comparison)
    {
        if (comparison.Samples is not { Count: > 0 } all)
        {
            return default;
        }

        var samples = all.Take(MostSamples).Select(sample => Sample(comparison, sample));
        return Section.Of(
            "samples",
            "What the teacher knows beyond the label",
            Html.Of($"Probabilities in percent. At T = 1 the teacher is nearly certain, as a label is. At higher temperatures its soft targets show which wrong classes it finds likely, and how much: this is what the student learns from. Students answer at T = 1."),
            Html.Of($"""<div class="samples">{samples}</div>"""));
    }

    private static Html Sample(Comparison comparison, SampleExample sample)
    {
        var classes = comparison.Dataset.Classes;
        var shown = Math.Min(sample.Classes.Count, MostClasses);
        var teacher = sample.Teacher.Take(MostColumns).ToList();
        var students = sample.Students.Take(MostColumns).ToList();
        var rows = Enumerable.Range(0, shown).Select(i => Html.Of(
            $"""
            <tr{(sample.Classes[i] == sample.TrueClass ? Html.Of($" class=\"truth\"") : default)}><th scope="row">{classes[sample.Classes[i]]}</th>{teacher.Select(softened => Bar(softened.Probabilities[i], RowStyle.Teacher))}{students.Select(student => Bar(student.Probabilities[i], RowStyle.Of(comparison, student.Row)))}</tr>

            """));
        var groups = Html.Of(
            $"""{(teacher.Count > 0 ? Html.Of($"""<th scope="colgroup" colspan="{teacher.Count}"><span class="name s{RowStyle.Teacher}">teacher</span></th>""") : default)}{(students.Count > 0 ? Html.Of($"""<th scope="colgroup" colspan="{students.Count}">students</th>""") : default)}""");
        var columns = teacher.Select(softened => Html.Of($"""<th scope="col"><span class="nowrap">T={NumberText.Short(softened.Temperature)}</span></th>"""))
            .Concat(students.Select(student => Student(comparison, sample, student)));
        return Html.Of(
            $"""
            <article class="sample card">
            <header>{Image(sample, classes)}<p><b>{classes[sample.TrueClass]}</b><small>true class</small></p></header>
            <table><caption>Probabilities for an example of {classes[sample.TrueClass]}</caption>
            <colgroup><col class="class"/>{teacher.Select(_ => Html.Of($"<col/>"))}{students.Select(_ => Html.Of($"""<col class="student"/>"""))}</colgroup>
            <thead><tr><td></td>{groups}</tr><tr><th scope="col">class</th>{columns}</tr></thead>
            <tbody>
            {rows}</tbody></table>
            </article>

            """);
    }

    private static Html Student(Comparison comparison, SampleExample sample, StudentProbabilities student)
    {
        // The rest, on classes that are not shown, could hide a larger probability only where it is larger itself.
        var best = student.Probabilities.Max();
        var known = best >= 1 - student.Probabilities.Sum();
        var right = sample.Classes[student.Probabilities.ToList().IndexOf(best)] == sample.TrueClass;
        var verdict = !known ? default : right
            ? Html.Of($"""<span class="right" title="right"> ✓</span>""")
            : Html.Of($"""<span class="wrong" title="wrong"> ✗</span>""");
        return Html.Of($"""<th scope="col"><span class="name s{RowStyle.Of(comparison, student.Row)}">{student.Row}</span>{verdict}</th>""");
    }

    private static Html Image(SampleExample sample, IReadOnlyList<string> classes) => sample.Image is { } image
        ? Html.Of($"""<img src="{Html.Trusted(PngImage.DataUri(image))}" width="{image.Width}" height="{image.Height}" alt="Test image of class {classes[sample.TrueClass]}"/>""")
        : default;

    private static Html Bar(double probability, int style)
    {
        var share = double.IsFinite(probability) ? Math.Clamp(probability, 0, 1) : 0;
        return Html.Of($"<td>{ShareBar.Of(style, share, Text(share * 100))}</td>");
    }

    private static string Text(double percent) => percent switch
    {
        0 => "0",
        < 0.01 => "<.01",
        < 0.095 => NumberText.Short(Math.Round(percent, 2)),
        < 9.95 => NumberText.Short(Math.Round(percent, 1)),
        > 99.5 and < 100 => NumberText.Short(Math.Min(99.9, Math.Round(percent, 1))),
        _ => NumberText.Short(Math.Round(percent)),
    };
}
