using Distill.Runs.Documents;
using Distill.Runs.Results;

namespace Distill.Jobs.Training.Reporting;

/// <summary>The scores of one model on the test set, a line a score, its teacher beside it.</summary>
internal static class TrainingScores
{
    private const int TeachersColour = 6;

    public static Section Of(Comparison found)
    {
        var (row, teacher, examples) = (found.Rows[0], found.Teacher, found.Dataset.TestExamples);
        var student = row.Seeds[0].Test;
        List<IReadOnlyList<Cell>> rows = [];
        Add("errors", test => test.Errors, Unit.Count);
        if (examples > 0)
        {
            Add("right", test => 1 - ((double)test.Errors / examples), Unit.Share);
        }

        if (found.TopK is { } k)
        {
            Add($"true class among the first {k}", test => test.TopKAccuracy, Unit.Share);
        }

        Add("negative log-likelihood, nats", test => test.Nll, Unit.Nats);
        Add("expected calibration error", test => test.Ece, Unit.Share);
        Add("Brier score", test => test.Brier, Unit.Nats);
        Add("agreement with the teacher", test => test.Agreement, Unit.Share);
        Add("KL(teacher ‖ student), nats", test => test.KlToTeacher, Unit.Nats);
        Sizes("parameters", found.Student.Parameters, teacher?.Parameters);
        Sizes("multiply-adds for one example", found.Student.MultiplyAdds, teacher?.MultiplyAdds);
        Sizes("examples a second", found.Student.Throughput?.ExamplesPerSecond, teacher?.Throughput?.ExamplesPerSecond);
        return new Section(
            "scores",
            "Scores",
            $"{NumberText.Count(examples)} test examples of {found.Dataset.Name}, at temperature 1, after the last step.",
            [
                new Table(
                    "Scores on the test set",
                    ["score", row.Label.ToLowerInvariant(), .. teacher is null ? Array.Empty<string>() : ["teacher"]],
                    rows,
                    TableKind.Narrow),
            ])
        {
            InShort = true,
        };

        void Add(string name, Func<TestScores, double?> score, Unit unit)
        {
            if (score(student) is { } own)
            {
                Line(name, new Measure(own, unit), teacher is not null && score(teacher.Test) is { } theirs ? new Measure(theirs, unit) : null);
            }
        }

        void Sizes(string name, double? own, double? theirs)
        {
            if (own is > 0)
            {
                Line(name, new Measure(Math.Round(own.Value), Unit.Count), theirs is > 0 and var size ? new Measure(Math.Round(size), Unit.Count) : null);
            }
        }

        void Line(string name, Measure own, Measure? theirs) =>
            rows.Add([Cell.Of(name), Cell.Of(own) with { Strong = true }, .. teacher is null ? Array.Empty<Cell>() : [Cell.Of(theirs) with { Colour = TeachersColour }]]);
    }
}
