using Distill.Runs.Documents;
using Experiments;

namespace Descendants;

/// <summary>The table of objectives.</summary>
internal static class ObjectivesReport
{
    // A gain that chance makes in one of twenty tables is not told as one.
    private const double Level = 0.05;

    public static Document Of(ObjectivesResults results) => new()
    {
        Topic = "Objectives after the paper",
        Sentence = Sentence(results),
        Evidence = results.Smoke ? "" : "Numbers chosen on held-out examples among equally many trials; students after their last step; a point is a hundredth of the test examples, and intervals are over seeds and examples.",
        Smoke = results.Smoke,
        Sections = [.. OfSet("fashion", results.Fashion), .. OfSet("tiny", results.Tiny), .. OfBits(results.Bits), ProvenanceSection.Of(results)],
    };

    private static string Sentence(ObjectivesResults results)
    {
        var rows = results.Sets
            .SelectMany(set => set.Students.SelectMany(student => student.Objectives.Where(row => row.Objective != "labels").Select(row => (Set: set, Student: student, Row: row))))
            .Where(entry => entry.Row.GainOverKd is not null).ToList();
        if (rows.Count == 0)
        {
            return "Later objectives against plain soft targets";
        }

        var better = rows.Where(entry => entry.Row.GainOverKd is { Interval.Lower: > 0, PCorrected: < Level }).ToList();
        if (better.Count == 0)
        {
            return $"None of {NumberText.Count(rows.Count)} comparisons with plain soft targets shows a gain beyond chance";
        }

        var (bestSet, bestStudent, best) = better.MaxBy(entry => entry.Row.GainOverKd!.Estimate);
        return $"{NumberText.Count(better.Count)} of {NumberText.Count(rows.Count)} comparisons {(better.Count == 1 ? "shows" : "show")} a gain over plain soft targets; the largest is {Points(best.GainOverKd!.Estimate)} points, of {best.Objective} for {bestStudent.Network} on {bestSet.Data}";
    }

    private static IEnumerable<Section> OfSet(string id, SetResults? set) => set is null ? [] : [Of(id, set)];

    private static Section Of(string id, SetResults set) => new(
        id,
        set.Data,
        $"{NumberText.Count(set.TrainingExamples)} images to learn from, in {NumberText.Count(set.Views)} views each, {NumberText.Count(set.HeldOutExamples)} that choose, {NumberText.Count(set.TestExamples)} to test on; "
        + $"the teacher, {set.Teacher.Network}, has {Right(set.Teacher.Errors, set)} of these right.",
        [.. set.Students.Select(Table)])
    {
        InShort = true,
    };

    private static Table Table(StudentResults student) => new(
        $"{student.Network}: {NumberText.Count(student.Parameters)} parameters, {NumberText.Brief(student.Epochs)} epochs, {NumberText.Count(student.Objectives[0].Errors.Count)} seeds",
        ["learns by", "test errors", "points beyond plain soft targets", "p, corrected", "minutes"],
        [
            .. student.Objectives.Select(row => (IReadOnlyList<Cell>)
            [
                Cell.Of(row.Objective, row.Chosen?.Words ?? ""),
                Cell.Of(Measure.Of(row.Errors)),
                Cell.Of(row.GainOverKd is { } gain ? Measure.Of(gain.Interval, Unit.Points) : null),
                Cell.Of(row.GainOverKd?.PCorrected is { } p ? new Measure(p, Unit.P) : null),
                Cell.Of(new Measure(row.Minutes, Unit.Minutes)),
            ]),
        ],
        TableKind.Captioned);

    private static IEnumerable<Section> OfBits(BitsResults? bits) => bits is null ? [] :
    [
        new(
            "bits",
            "Files of fewer bits",
            $"Students of plain soft targets on {bits.Data}, in ONNX Runtime. Integers learn for {NumberText.Brief(bits.Epochs)} epochs, and f32 trains on for as many.",
            [
                new Table(
                    "Files",
                    ["file", "test errors", "bytes"],
                    [.. bits.Rows.Select(row => (IReadOnlyList<Cell>)[Cell.Of(Words(row.Id)), Cell.Of(Measure.Of(row.Errors)), Cell.Of(NumberText.Count((long)row.Bytes.Average()))])],
                    TableKind.Captioned),
                new Table(
                    "Differences",
                    ["first", "second", "points, second beyond first", "p, corrected"],
                    [
                        .. bits.Differences.Select(test => (IReadOnlyList<Cell>)
                        [
                            Cell.Of(Words(test.First)),
                            Cell.Of(Words(test.Second)),
                            Cell.Of(Measure.Of(test.Interval, Unit.Points)),
                            Cell.Of(test.PCorrected is { } p ? new Measure(p, Unit.P) : null),
                        ]),
                    ],
                    TableKind.Captioned),
            ])
        {
            InShort = true,
        },
    ];

    private static string Words(string id) => id switch
    {
        "f32Longer" => "f32, trained on",
        "int8Rounded" => "int8, rounded",
        "int8Learned" => "int8, learned",
        "int4Rounded" => "int4, rounded",
        "int4Learned" => "int4, learned",
        _ => id,
    };

    private static string Right(long errors, SetResults set) => NumberText.Percent(1 - ((double)errors / set.TestExamples));

    private static string Points(double share) => NumberText.Rounded(Math.Round(100 * share, 2));
}
