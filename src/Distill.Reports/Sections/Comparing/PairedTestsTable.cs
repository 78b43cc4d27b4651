using Distill.Reports.Markup;
using Distill.Runs.Results;

namespace Distill.Reports.Sections;

/// <summary>Whether rows differ on the same test examples by more than chance.</summary>
internal static class PairedTestsTable
{
    private const int MostTests = 100;

    /// <param name="tests">The tests; nothing is shown where there are none.</param>
    /// <param name="label">The label of a row by its id.</param>
    public static Html Render(IReadOnlyList<PairedTest>? tests, Func<string, Html> label) => tests is not { Count: > 0 } ? default : Table.Of(
        "Paired tests between rows, seeds pooled",
        "paired",
        Table.Columns(
            "test on the same examples", "only the first wrong", "only the second wrong", "McNemar’s p", "error rate, first less second"),
        tests.Take(MostTests).Select(test => Table.Row(
            Html.Of($"{label(test.First)} against {label(test.Second)}"),
            Table.Cell(NumberText.Count(test.OnlyFirstWrong)),
            Table.Cell(NumberText.Count(test.OnlySecondWrong)),
            Table.Cell(NumberText.PValue(test.McNemarP).TrimStart('=', ' ')),
            Difference(test))));

    private static Html Difference(PairedTest test)
    {
        if (test.ErrorRateDifference is not { } difference)
        {
            return Table.Dash;
        }

        var interval = test is { Lower: { } lower, Upper: { } upper, Confidence: { } confidence }
            ? $"{NumberText.Percent(confidence, 0)} interval {NumberText.Percent(lower, 2)} to {NumberText.Percent(upper, 2)}"
            : "";
        return Table.Cell(Html.Of($"{NumberText.Percent(difference, 2)}"), interval);
    }
}
