using Distill.Reports.Markup;
using Distill.Runs.Results.Mnist;

namespace Distill.Reports.Sections.Mnist;

/// <summary>The paper's figures and ours side by side.</summary>
internal static class PaperTable
{
    // Of the paired tests alone: they are the ground of another row.
    private const string InheritedHard = "inheritedHard";

    public static Html Render(MnistResults results, IReadOnlyList<MnistRow> students)
    {
        List<Html> rows =
        [
            .. Teacher(results.Teacher),
            .. students.Select(Student),
            .. Ensemble(results.Ensemble),
            .. Omit3(results.Omit3),
            .. Only78(results.Only78),
        ];
        var table = rows.Count == 0 ? default : Table.Of(
            "The paper and here", "scores", Table.Columns("test errors of", "paper", "here", "students", "epochs"), rows);
        var tests = PairedTestsTable.Render(
            results.PairedTests, id => students.FirstOrDefault(row => row.Id == id)?.Label ?? Html.Of($"{(id == InheritedHard ? "The same units on labels" : id)}"));
        return Section.Of(
            "paper",
            "The paper and here",
            Html.Of(
                $"""
                Errors on {NumberText.Count(results.TestExamples)} test images, of models after their last step; mean over the students,
                one a seed, ± their standard deviation. A jittered image counts as a pass over its original. What did not run is
                left out.
                """),
            Html.Of($"{table}{tests}"));
    }

    private static IEnumerable<Html> Teacher(MnistTeacher? teacher) => teacher is null ? [] :
    [
        Row(
            RowStyle.Name(RowStyle.Teacher, "Teacher"), teacher.Description, NumberText.Count(MnistPaper.Teacher),
            NumberText.Count(teacher.Errors), "", "–", NumberText.Rounded(teacher.Epochs)),
    ];

    private static Html Student(MnistRow row) => Row(
        row.Label, row.Setting, row.Paper is { } paper ? NumberText.Count(paper) : "–", row.Errors.Text, Each(row.Errors.Counts),
        NumberText.Count(row.Errors.Counts.Count), NumberText.Rounded(row.Epochs));

    private static IEnumerable<Html> Ensemble(MnistEnsemble? ensemble) => ensemble is null ? [] :
    [
        Row(
            RowStyle.Name(RowStyle.Teacher, $"{NumberText.Count(ensemble.MemberErrors.Count)} teachers as one"),
            $"the mean of {ensemble.MemberDescription}", "–", NumberText.Count(ensemble.TeacherErrors), $"alone: {Each(ensemble.MemberErrors)}", "–",
            NumberText.Rounded(ensemble.MemberEpochs)),
    ];

    private static IEnumerable<Html> Omit3(MnistOmit3? omit) => omit is null ? [] :
    [
        Row(
            Html.Of($"Transfer set without any 3"), "of these on threes, and after a bias tuned on the test set",
            On3(MnistPaper.Omit3, MnistPaper.Omit3On3, MnistPaper.Omit3AfterBias, MnistPaper.Omit3On3AfterBias),
            On3(omit.Errors, omit.ErrorsOn3, omit.TestBias.Errors, omit.TestBias.ErrorsOn3), "", NumberText.Count(omit.Seeds), "–"),
    ];

    private static IEnumerable<Html> Only78(MnistOnly78? only) => only is null ? [] :
    [
        Row(
            Html.Of($"Transfer set of 7s and 8s alone"), "error rate, and after a bias tuned on the test set",
            Rates(MnistPaper.Only78Rate, MnistPaper.Only78RateAfterBias), Rates(only.ErrorRate, only.TestBias.ErrorRate), "",
            NumberText.Count(only.Seeds), "–"),
    ];

    private static Html Row(Html what, string how, string paper, string here, string each, string students, string epochs) => Table.Row(
        Html.Of($"{what}<small>{how}</small>"),
        Table.Cell(paper), Table.Cell(Html.Of($"<b>{here}</b>"), each), Table.Cell(students), Table.Cell(epochs));

    private static string On3(double errors, double on3, double after, double afterOn3) =>
        $"{NumberText.Count(errors)} ({NumberText.Count(on3)}) → {NumberText.Count(after)} ({NumberText.Count(afterOn3)})";

    private static string Rates(double before, double after) => $"{NumberText.Percent(before)} → {NumberText.Percent(after)}";

    // The errors of each, as far as they fit into a cell.
    private static string Each(IReadOnlyList<long> errors) => errors.Count switch
    {
        1 => "",
        <= 5 => string.Join(", ", errors.Select(count => NumberText.Count(count))),
        _ => $"{NumberText.Count(errors.Min())} to {NumberText.Count(errors.Max())}",
    };
}
