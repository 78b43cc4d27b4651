using Distill.Runs.Results;

namespace Distill.Runs.Documents;

/// <summary>Whether rows of a table differ on the same test examples by more than chance.</summary>
internal static class PairedTestsTable
{
    /// <summary>The table, which follows the one of the rows; nothing where there are no tests.</summary>
    /// <param name="tests">The tests; null where none were made.</param>
    /// <param name="name">What a reader calls a row, by its id.</param>
    public static IEnumerable<Block> Of(IReadOnlyList<PairedTest>? tests, Func<string, string> name) => tests is not { Count: > 0 } ? [] :
    [
        new Table(
            "Paired tests between rows; they explore, and are not corrected for their number",
            ["test on the same examples", "only the first wrong", "only the second wrong", "error rate, first less second", "p over seeds", "McNemar’s p of a seed"],
            [
                .. tests.Select(test => (IReadOnlyList<Cell>)
                [
                    Cell.Of($"{name(test.First)} against {name(test.Second)}"),
                    Cell.Of(new Measure(test.OnlyFirstWrong, Unit.Count)),
                    Cell.Of(new Measure(test.OnlySecondWrong, Unit.Count)),
                    Difference(test),
                    Cell.Of(test.OverSeeds is { } seeds ? new Measure(seeds.P, Unit.P) { Seeds = seeds.N } : null),
                    OfSeeds(test),
                ]),
            ],
            TableKind.Captioned),
    ];

    private static Cell Difference(PairedTest test) => test switch
    {
        { IntervalSeedsAndCases: { } interval } => Cell.Of(Measure.Of(interval, Unit.Share)),
        { ErrorRateDifference: { } difference, Lower: { } lower, Upper: { } upper, Confidence: { } confidence } =>
            Cell.Of(Measure.Of(new Interval(difference, lower, upper, confidence), Unit.Share), "over cases alone"),
        { ErrorRateDifference: { } difference } => Cell.Of(new Measure(difference, Unit.Share)),
        _ => Cell.Empty,
    };

    private static Cell OfSeeds(PairedTest test) => test switch
    {
        { PerSeed: [var only] } => Cell.Of(new Measure(only.McNemarP, Unit.P)),
        { PerSeed: { Count: > 1 } seeds } => Cell.Of($"{Text(seeds.Min(seed => seed.McNemarP))} to {Text(seeds.Max(seed => seed.McNemarP))}"),
        { McNemarP: { } pooled } => Cell.Of(new Measure(pooled, Unit.P), "seeds pooled"),
        _ => Cell.Empty,
    };

    private static string Text(double p) => new Measure(p, Unit.P).Text;
}
