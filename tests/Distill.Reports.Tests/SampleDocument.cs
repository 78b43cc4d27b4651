using Distill.Runs.Documents;
using Distill.Runs.Results;

namespace Distill.Reports.Tests;

/// <summary>A made-up document with every kind of block.</summary>
internal static class SampleDocument
{
    public static Document Create() => new()
    {
        Topic = "Section 9 of no paper, on made-up data",
        Sentence = "The small net makes 74.3 errors where labels alone make 146",
        Evidence = "In the paper: 74 against 146.",
        Tiles = [new("teacher", "67 errors", "784-1200-1200-10; 500 epochs"), new("way gone", "91\u00A0%", "mean of 3 students")],
        Sections =
        [
            new(
                "errors",
                "Test errors",
                "Out of 10,000 test images; further left is better.",
                [new Strip("Test errors", 67, [new("Labels alone", 0, "no teacher", [146, 150, 142]) { Seeds = [11, 12, 13] }, new("Distilled <b>", 1, "T = 20", [74, 72, 77])])]),
            new(
                "scores",
                "The paper and here",
                "",
                [
                    new Table(
                        "Errors",
                        ["test errors of", "here", "p"],
                        [
                            [Cell.Of("Labels alone", "no | teacher") with { Colour = 0 }, Cell.Of(Measure.Of([146, 150, 142])! with { Paper = 146 }) with { Strong = true }, Cell.Empty],
                            [Cell.Of("Distilled") with { Colour = 1 }, Cell.Of(Measure.Of([74, 72, 77])), Cell.Of(new Measure(3e-5, Unit.P))],
                        ]),
                    new Table(
                        "Difference",
                        ["first against second", "points"],
                        [[Cell.Of("one against two"), Cell.Of(Measure.Of(new Interval(0.0021, 0.0014, 0.003, 0.95), Unit.Share))]],
                        TableKind.Captioned),
                    new Note("A note with 3 numbers: 1, 2 and 3."),
                ]),
            new(
                "temperatures",
                "Over temperature",
                "A dot is a student.",
                [
                    new Plot(
                        "784-30-30-10", "T = 1: 300 ± 10; T = 8: 350 ± 12.", "temperature T", Unit.Count,
                        [new("weight 0", 1, [new(1, [290, 310]), new(8, [338, 362], Chosen: true)])]) { BySeed = true },
                    new Plot(
                        "Test frames", "Ends at 61.1\u00A0%.", "epoch", Unit.RoundShare,
                        [new("test frames", 2, [new(1, [0.5, 0.52]), new(2, [0.58, 0.56]), new(3, [0.611, 0.611])])]),
                    new Table(
                        "Mean errors", ["network", "T = 1", "T = 8"],
                        [[Cell.Of("784-30-30-10"), Cell.Of(new Measure(300, Unit.Count) { Deviation = 10 }) with { Strength = 1, Chosen = true }, Cell.Of(new Measure(350, Unit.Count) { Deviation = 12 }) with { Strength = 0 }]],
                        TableKind.Heat),
                ]),
            new(
                "samples",
                "Samples",
                "Probabilities in percent.",
                [
                    Example("Ankle boot", new SampleImage(2, 2, 1, new byte[] { 0, 80, 160, 240 }), 0.93),
                    Example("Shirt <b>", null, 0.048),
                ]),
            new(
                "temperature",
                "What the teacher knows",
                "Probabilities in percent, at a temperature of choice.",
                [Softened("Coat", "the teacher hesitates", 0.61), Softened("Bag", "the teacher is sure", 0.98)]),
            new(
                "mistakes",
                "Worst mistakes",
                "Surest and wrong.",
                [new Gallery("Worst mistakes", [new("Trouser", new SampleImage(2, 1, 1, new byte[] { 9, 99 }), "taken for Dress (98 %)"), new("Shirt | <b>", null, "taken for Coat (87 %)")])]),
            new(
                "reliability",
                "Can the confidence be believed?",
                "Confidence to the right, share that is right upwards.",
                [new Reliability([new("Teacher", 6, 0.011, Bins(0.01)), new("Labels | alone", 0, 0.048, Bins(0.047))])]),
            new("few", "Without a teacher", "", [new Strip("Test errors", null, [new("Labels alone", 0, "", [146])])]),
            new("confused", "Most confused classes", "", [new Table("Confused pairs", ["pair", "teacher", "hard"], [Row("Shirt → Coat", 141, 221.3), Row("Coat → Shirt", 88, 180)], TableKind.Bars)]),
            new("provenance", "What made it", "", [new Facts("What made these results", [new("teacher, commit 0123abc", "distill experiment none --part teacher", IsCommand: true), new("seeds", "1, 2, 3")])]),
            new("empty", "Nothing", "A section without blocks is left out.", []),
        ],
    };

    /// <summary>Bins of a model that is too sure by about 1.5 times a gap.</summary>
    public static IReadOnlyList<ReliabilityBin> Bins(double gap) =>
        [.. Enumerable.Range(0, 10).Select(i =>
        {
            var confidence = (i + 0.55) / 10;
            var accuracy = confidence - (gap * (1.6 - (i / 9.0)) * 1.5);
            return new ReliabilityBin(i < 2 ? 0 : (long)(12 * Math.Pow(1.95, i)), confidence, Math.Max(0, accuracy));
        })];

    private static Sample Example(string name, SampleImage? image, double probability) => new(name, image, new Table(
        $"Probabilities for an example of {name}",
        ["class", "teacher, T = 4", "hard ✓"],
        [[Cell.Of(name) with { Strong = true }, Bar(probability, 6), Bar(1 - probability, 0)], [Cell.Of("Bag"), Bar(0.02, 6), Cell.Empty]],
        TableKind.Bars));

    private static Sample Softened(string name, string why, double probability) => new(name, null, new Table(
        $"Probabilities for an example of {name}",
        ["class", "teacher, T = 1", "teacher, T = 4", "student ✓"],
        [[Cell.Of(name) with { Strong = true }, Bar(probability, 6), Bar(0.45, 6), Bar(0.7, 0)], [Cell.Of("Sandal"), Bar(1 - probability, 6), Bar(0.32, 6), Bar(0.2, 0)]],
        TableKind.Bars))
    {
        Why = why,
        Temperatures = [1, 4],
    };

    private static Cell Bar(double share, int colour) => Cell.Of(NumberText.Brief(100 * share)) with { Strength = share, Colour = colour };

    private static IReadOnlyList<Cell> Row(string name, double teacher, double student) =>
    [
        Cell.Of(name),
        Cell.Of(new Measure(teacher, Unit.Count)) with { Strength = teacher / 250, Colour = 6 },
        Cell.Of(new Measure(student, Unit.Count)) with { Strength = student / 250, Colour = 0 },
    ];
}
