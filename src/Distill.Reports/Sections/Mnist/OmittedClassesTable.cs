using Distill.Reports.Markup;
using Distill.Runs.Results.Mnist;

namespace Distill.Reports.Sections.Mnist;

/// <summary>Students that never saw some classes, before and after the biases of the classes are set right.</summary>
internal static class OmittedClassesTable
{
    private const string AsTrained = "as trained";
    private const string Prior = "bias matched to the training prior; no label is looked at";
    private const string Tuned = "bias tuned on the test set, as the paper did: what could be had, not what may be claimed";

    public static Html Render(MnistResults results)
    {
        List<Html> rows = [.. Omit3(results.Omit3), .. Only78(results.Only78)];
        var threes = results.Omit3 is { } omit ? $"errors on the {NumberText.Count(omit.Threes)} threes" : "errors on threes";
        return rows.Count == 0 ? default : Section.Of(
            "omitted",
            "Classes that the student never saw",
            Html.Of(
                $"""
                The teacher’s soft targets for other digits say what the missing ones look like; what the student cannot learn from
                them is how often they occur, so one number is added to the logits of the classes named. Means over the students.
                """),
            Table.Of(
                "Students that never saw some classes",
                "omitted",
                Table.Columns(
                    "transfer set", "added to the logit", "test errors", threes, "paper: added", "paper: errors", "paper: on threes"),
                rows));
    }

    private static IEnumerable<Html> Omit3(MnistOmit3? omit)
    {
        if (omit is null)
        {
            return [];
        }

        const string without = "Without any 3";
        return
        [
            Row(without, AsTrained, 0, Counts(omit.Errors, omit.ErrorsOn3), 0, Counts(MnistPaper.Omit3, MnistPaper.Omit3On3)),
            Row(without, Prior, omit.PriorBias.Shift, Counts(omit.PriorBias.Errors, omit.PriorBias.ErrorsOn3)),
            Row(
                without, Tuned, omit.TestBias.Shift, Counts(omit.TestBias.Errors, omit.TestBias.ErrorsOn3),
                MnistPaper.Omit3Shift, Counts(MnistPaper.Omit3AfterBias, MnistPaper.Omit3On3AfterBias)),
        ];
    }

    private static IEnumerable<Html> Only78(MnistOnly78? only)
    {
        if (only is null)
        {
            return [];
        }

        const string alone = "7s and 8s alone";
        return
        [
            Row(alone, AsTrained, 0, Rate(only.ErrorRate), 0, Rate(MnistPaper.Only78Rate)),
            Row(alone, Prior, only.PriorBias.Shift, Rate(only.PriorBias.ErrorRate)),
            Row(
                alone, Tuned, only.TestBias.Shift, Rate(only.TestBias.ErrorRate),
                MnistPaper.Only78Shift, Rate(MnistPaper.Only78RateAfterBias)),
        ];
    }

    private static Html Row(
        string set,
        string bias,
        double shift,
        (string All, string On3) here,
        double? paperShift = null,
        (string All, string On3)? paper = null) =>
        Table.Row(
            Html.Of($"{set}<small>{bias}</small>"),
            Table.Cell(Shift(shift)), Table.Cell(Html.Of($"<b>{here.All}</b>"), ""), Table.Cell(here.On3),
            Table.Cell(paperShift is { } added ? Shift(added) : "–"), Table.Cell(paper?.All ?? "–"), Table.Cell(paper?.On3 ?? "–"));

    private static (string All, string On3) Counts(double errors, double on3) => (NumberText.Count(errors), NumberText.Count(on3));

    private static (string All, string On3) Rate(double rate) => (NumberText.Percent(rate), "–");

    private static string Shift(double shift) => shift > 0 ? "+" + NumberText.Rounded(shift) : NumberText.Rounded(shift);
}
