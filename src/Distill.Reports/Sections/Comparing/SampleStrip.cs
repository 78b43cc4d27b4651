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
            Html.Of(
                $"""
                Probabilities in percent. At T = 1 the teacher is nearly certain, as a label is. At higher temperatures its soft
                targets show which wrong classes it finds likely, and how much: this is what the student learns from.
                Students answer at T = 1.
                """),
            Html.Of($"""<div class="samples">{samples}</div>"""));
    }

    private static Html Sample(Comparison comparison, SampleExample sample)
    {
        var classes = comparison.Dataset.Classes;
        var name = classes[sample.TrueClass];
        var teacher = sample.Teacher.Take(MostColumns).ToList();
        var students = sample.Students.Take(MostColumns).ToList();
        var columns = teacher.Select(softened => Html.Of($"""<span class="nowrap">T={NumberText.Brief(softened.Temperature)}</span>"""))
            .Concat(students.Select(student => Student(comparison, sample, student)))
            .Select(Table.Column);
        var rows = sample.Classes.Take(MostClasses).Select((shown, i) =>
        {
            var softened = teacher.Select(answer => Bar(answer.Probabilities[i], RowStyle.Teacher));
            var answers = students.Select(answer => Bar(answer.Probabilities[i], RowStyle.Of(comparison, answer.Row)));
            var header = shown == sample.TrueClass ? Html.Of($"<b>{classes[shown]}</b>") : Html.Of($"{classes[shown]}");
            return Table.Row(header, [.. softened, .. answers]);
        });
        return Html.Of(
            $"""
            <article class="sample card">
            <header>{Image(sample, name)}<p><b>{name}</b><small>true class</small></p></header>
            <div class="wide" style="--t:{teacher.Count};--s:{students.Count}" tabindex="0">
            <table><caption>Probabilities for an example of {name}</caption>
            <colgroup><col class="class"/>{Repeated(Html.Of($"<col/>"), teacher.Count)}
            {Repeated(Html.Of($"""<col class="student"/>"""), students.Count)}</colgroup>
            <thead><tr><td></td>{Group("teacher", teacher.Count)}{Group("students", students.Count)}</tr>
            <tr>{Table.Columns("class")}{columns}</tr></thead>
            <tbody>
            {rows}</tbody></table>
            </div>
            </article>

            """);
    }

    private static IEnumerable<Html> Repeated(Html part, int times) => Enumerable.Repeat(part, times);

    private static Html Group(string name, int columns) =>
        columns == 0 ? default : Html.Of($"""<th scope="colgroup" colspan="{columns}">{name}</th>""");

    private static Html Student(Comparison comparison, SampleExample sample, StudentProbabilities student)
    {
        var best = student.Probabilities.Max();
        var right = sample.Classes[student.Probabilities.ToList().IndexOf(best)] == sample.TrueClass;
        // A class that is not shown may have more than the best shown one only where the rest is more.
        var verdict = best < 1 - student.Probabilities.Sum() ? default : right
            ? Html.Of($"""<span class="right" title="right"> ✓</span>""")
            : Html.Of($"""<span class="wrong" title="wrong"> ✗</span>""");
        return Html.Of($"{RowStyle.Id(comparison, student.Row)}{verdict}");
    }

    private static Html Image(SampleExample sample, string name) => sample.Image is not { } image ? default : Html.Of(
        $"""
        <img src="{Html.Trusted(PngImage.DataUri(image))}"
         width="{image.Width}" height="{image.Height}" alt="Test image of class {name}"/>
        """);

    private static Html Bar(double probability, int style) =>
        Html.Of($"<td>{ShareBar.Of(style, probability, Percent(probability * 100))}</td>");

    private static string Percent(double percent) => percent switch
    {
        0 => "0",
        < 0.01 and > 0 => "<.01",
        < 0.095 => NumberText.Brief(Math.Round(percent, 2)),
        < 9.95 => NumberText.Brief(Math.Round(percent, 1)),
        > 99.5 and < 100 => NumberText.Brief(Math.Min(99.9, Math.Round(percent, 1))),
        _ => NumberText.Brief(Math.Round(percent)),
    };
}
