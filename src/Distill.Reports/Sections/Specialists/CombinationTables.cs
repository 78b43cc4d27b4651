using Distill.Reports.Markup;
using Distill.Runs.Results.Specialists;

namespace Distill.Reports.Sections.Specialists;

/// <summary>A generalist beside its combination with specialists, and the change by how many of them have the true class (tables 3 and 4 of the paper).</summary>
internal static class CombinationTables
{
    private const int MostRows = 100;

    public static Html Render(CombinationScores scores) => Html.Of($"{Accuracy(scores)}{ByCover(scores)}");

    private static Html Accuracy(CombinationScores scores)
    {
        var (before, after) = (scores.Generalist, scores.Combined);
        return Section.Of(
            "accuracy",
            "The generalist, and all together",
            Html.Of(
                $"""
                The specialists that have {(scores.TopClasses == 1 ? "the generalist’s most probable class" : $"one of the generalist’s {scores.TopClasses} most probable classes")} are asked with it. Conditional accuracy is of the
                {NumberText.Count(scores.CoveredExamples)} examples whose class a specialist has, with only those {scores.CoveredClasses} classes to choose from.
                """),
            Table.Of(
                "Accuracy of the generalist and of all together",
                "single",
                Table.Columns("accuracy", "generalist", "with specialists"),
                [
                    Row("top-1", before.Top1, after.Top1),
                    before.Top5 is null ? default : Row("top-5", before.Top5, after.Top5),
                    before.Conditional is null ? default : Row("conditional", before.Conditional, after.Conditional),
                ]));
    }

    private static Html Row(string name, double? before, double? after) =>
        Table.Row(Html.Of($"{name}"), Cell(before, share => NumberText.Percent(share)), Cell(after, share => NumberText.Percent(share)));

    private static Html Cell(double? value, Func<double, string> text) => value is { } number ? Table.Cell(text(number)) : Table.Dash;

    private static Html ByCover(CombinationScores scores) => Section.Of(
        "cover",
        "By how many specialists have the true class",
        Html.Of($"How many more examples are right together than by the generalist alone, and that as a share of those that it gets right."),
        Table.Of(
            "Change by the number of specialists that have the true class",
            "cover",
            Table.Columns("specialists", "examples", "right alone", "right together", "change", "relative"),
            scores.ByCover.Take(MostRows).Select(row => Table.Row(
                Html.Of($"{row.Cover}"),
                Table.Cell(NumberText.Count(row.Examples)),
                Table.Cell(NumberText.Count(row.GeneralistCorrect)),
                Table.Cell(NumberText.Count(row.CombinedCorrect)),
                Table.Cell(NumberText.Difference(row.Change)),
                Cell(row.RelativeChange, NumberText.SignedPercent)))));
}
