using Distill.Runs.Documents;
using Distill.Runs.Results;

namespace Hinton2015.Parts;

/// <summary>Whether rows of a table differ on the same test examples by more than chance.</summary>
internal static class PairedTestsTable
{
    /// <summary>The table, which follows the one of the rows; nothing where there are no tests.</summary>
    /// <param name="tests">The tests; null where none were made.</param>
    /// <param name="name">What a reader calls a row, by its id.</param>
    public static IEnumerable<Block> Of(IReadOnlyList<PairedTest>? tests, Func<string, string> name) => tests is not { Count: > 0 } ? [] :
    [
        new Table(
            "Paired tests between rows, seeds pooled",
            ["test on the same examples", "only the first wrong", "only the second wrong", "McNemar’s p", "error rate, first less second"],
            [
                .. tests.Select(test => (IReadOnlyList<Cell>)
                [
                    Cell.Of($"{name(test.First)} against {name(test.Second)}"),
                    Cell.Of(new Measure(test.OnlyFirstWrong, Unit.Count)),
                    Cell.Of(new Measure(test.OnlySecondWrong, Unit.Count)),
                    Cell.Of(new Measure(test.McNemarP, Unit.P)),
                    Cell.Of(Difference(test)),
                ]),
            ],
            TableKind.Captioned),
    ];

    private static Measure? Difference(PairedTest test) => test.ErrorRateDifference is { } difference
        ? new Measure(difference, Unit.Share)
        {
            Interval = test is { Lower: { } lower, Upper: { } upper, Confidence: { } confidence } ? new Interval(difference, lower, upper, confidence) : null,
        }
        : null;
}
