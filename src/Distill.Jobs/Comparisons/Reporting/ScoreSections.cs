using Distill.Runs.Documents;
using Distill.Runs.Results;

namespace Distill.Jobs.Comparisons.Reporting;

/// <summary>The rows of a comparison as tables, a line a row.</summary>
internal static class ScoreSections
{
    /// <summary>What each row took, and how much of the test set it gets right.</summary>
    public static Section Results(Comparison comparison)
    {
        var choice = comparison.HeldOutGrid is null ? "" : ", the held-out ones that chose T and weight among them";
        return new Section(
            "results",
            "Comparison",
            $"{comparison.Dataset.Name}: {NumberText.Count(comparison.Dataset.TestExamples)} test examples, at temperature 1, after the last step. Students are "
            + $"{comparison.Student.Description}{Products(comparison.Student.MultiplyAdds)}; means over {Seeds(comparison)}, ± their standard deviation. Labels are all "
            + $"that a row took{choice}.",
            [
                new Table(
                    "Teacher and students on the test set",
                    ["row", "examples", "labels", "right", "test errors"],
                    [.. Teachers(comparison), .. comparison.Rows.Select(row => Result(comparison, row))]),
            ])
        {
            InShort = true,
        };
    }

    /// <summary>How good the probabilities are, and how like the teacher's.</summary>
    public static Section Scores(Comparison comparison)
    {
        List<string> columns = ["row", "NLL", "ECE", "Brier"];
        if (comparison.TopK is { } k)
        {
            columns.Add($"top {k}");
        }

        if (comparison.Teacher is not null)
        {
            columns.AddRange(["agrees", "KL"]);
        }

        if (HasOutside(comparison))
        {
            columns.Add("AUROC");
        }

        return new Section(
            "scores",
            "Probabilities",
            "NLL: mean negative log-likelihood in nats. ECE: expected calibration error. Brier: 0 is perfect, 2 the worst."
            + (comparison.Teacher is null ? "" : " Agrees: share of examples on which student and teacher choose the same class. KL: from teacher to student, in nats.")
            + (HasOutside(comparison) ? " AUROC: how well the confidence tells test examples from examples of no class; 0.5 is chance, 1 without an error." : ""),
            [
                new Table(
                    "Scores of teacher and students",
                    columns,
                    [
                        .. comparison.Teacher is { } teacher ? [Line(comparison, Cell.Of("Teacher") with { Colour = RowNames.Teacher }, score => score(teacher.Test))] : Array.Empty<IReadOnlyList<Cell>>(),
                        .. comparison.Rows.Select(row => Line(comparison, Named(comparison, row), row.MeanOf)),
                    ]),
            ])
        {
            InShort = true,
        };
    }

    /// <summary>Whether the rows differ by more than chance.</summary>
    public static Section Tests(Comparison comparison) => new(
        "tests",
        "Is it chance?",
        "Rows on the same test examples, seed by seed. Where the difference is above 0, the second makes fewer errors.",
        [.. PairedTestsTable.Of(comparison.PairedTests, id => RowNames.Label(comparison, id))]);

    private static IEnumerable<IReadOnlyList<Cell>> Teachers(Comparison comparison)
    {
        if (comparison.Teacher is not { } teacher)
        {
            yield break;
        }

        // A teacher from files does not say what it learned from.
        var (examples, labels) = teacher.LabelsUsed is { } used ? (Count(comparison.Dataset.TrainExamples), Count(used)) : (Cell.Empty, Cell.Empty);
        var members = teacher.MemberErrors is { Count: > 1 } errors ? $"alone {Counts(errors)}" : "";
        yield return
        [
            Cell.Of("Teacher", $"{teacher.Description}{Products(teacher.MultiplyAdds)}") with { Colour = RowNames.Teacher },
            examples,
            labels,
            Share(comparison, [teacher.Test.Errors]),
            Cell.Of(new Measure(teacher.Test.Errors, Unit.Count), members),
        ];
        if (teacher.GeneralistErrors is { } alone)
        {
            yield return [Cell.Of("The generalist alone"), examples, labels, Share(comparison, [alone]), Count(alone)];
        }
    }

    private static IReadOnlyList<Cell> Result(Comparison comparison, ComparisonRow row)
    {
        List<long> errors = [.. row.Seeds.Select(seed => seed.Test.Errors)];
        var held = comparison.LabelsOfChoice(row);
        return
        [
            Named(comparison, row) with { Detail = RowNames.Setting(row) is { Length: > 0 } setting ? $"{row.Id}: {setting}" : row.Id },
            Count(row.ExamplesUsed),
            Count(comparison.LabelsOf(row)) with { Detail = held > 0 ? $"{NumberText.Count(held)} to choose" : "" },
            Share(comparison, errors) with { Strong = true },
            Cell.Of(Measure.Of(errors)! with { Seeds = null }, errors.Count > 1 ? Counts(errors) : ""),
        ];
    }

    private static IReadOnlyList<Cell> Line(Comparison comparison, Cell name, Func<Func<TestScores, double?>, double?> score)
    {
        List<Cell> cells = [name, Of(test => test.Nll, Unit.Nats), Of(test => test.Ece, Unit.RoundShare), Of(test => test.Brier, Unit.Nats)];
        if (comparison.TopK is not null)
        {
            cells.Add(Of(test => test.TopKAccuracy, Unit.RoundShare));
        }

        if (comparison.Teacher is not null)
        {
            cells.AddRange([Of(test => test.Agreement, Unit.RoundShare), Of(test => test.KlToTeacher, Unit.Nats)]);
        }

        if (HasOutside(comparison))
        {
            cells.Add(Of(test => test.OutsideAuroc, Unit.Nats));
        }

        return cells;

        Cell Of(Func<TestScores, double?> value, Unit unit) => score(value) is { } number ? Cell.Of(new Measure(number, unit)) : Cell.Empty;
    }

    private static bool HasOutside(Comparison comparison) => comparison.Rows.Any(row => row.Seeds.Any(seed => seed.Test.OutsideAuroc is not null));

    private static Cell Named(Comparison comparison, ComparisonRow row) => Cell.Of(row.Label) with { Colour = RowNames.Colour(comparison, row.Id) };

    private static Cell Share(Comparison comparison, IReadOnlyList<long> errors) => comparison.Dataset.TestExamples > 0
        ? Cell.Of(Measure.OfShares(errors.Select(count => 1 - (count / (double)comparison.Dataset.TestExamples)))! with { Seeds = null })
        : Cell.Empty;

    private static Cell Count(long number) => Cell.Of(new Measure(number, Unit.Count));

    private static string Products(long? multiplyAdds) => multiplyAdds is { } products ? $", {NumberText.Large(products)} multiply-adds" : "";

    private static string Seeds(Comparison comparison) =>
        comparison.Rows.Select(row => row.Seeds.Count).Distinct().ToList() is [> 1 and var seeds] ? $"{seeds} seeds" : "the seeds";

    private static string Counts(IEnumerable<long> counts) => string.Join(", ", counts.Select(count => NumberText.Count(count)));
}
