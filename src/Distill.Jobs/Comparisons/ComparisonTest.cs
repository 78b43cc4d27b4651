using Distill.Evaluation;
using Distill.Jobs.Recipes;
using Distill.Models;
using Distill.Runs.Results;
using Distill.Teachers;

namespace Distill.Jobs.Comparisons;

/// <summary>Measures teacher and students on the test set and puts the comparison together.</summary>
internal static class ComparisonTest
{
    private const int TopK = 2;

    private static readonly MetricOptions Measures = new() { TopK = [1, TopK] };

    public static Comparison Run(
        Recipe recipe,
        ComparisonData data,
        ComparisonTeachers teachers,
        IReadOnlyList<RowStudents> rows,
        (double Temperature, double HardWeight, HeldOutGrid? Grid) choice,
        JobContext context)
    {
        var teacher = teachers.Live;
        var answers = Predictor.Of(teacher).Predict(data.Test, progress: context.Progress, cancellationToken: context.CancellationToken);
        var teacherEvaluation = answers.Evaluate(Measures);
        var outsideOfTeacher = Outside(answers, Predictor.Of(teacher));
        var tested = rows.Select(row => new TestedRow(row, [.. row.Students.Select(student => Test(student.Student.ModelPath))])).ToList();
        using var first = ModelFile.Load(rows[0].Students[0].Student.ModelPath);
        using var student = new ModelTeacher(first);
        var speed = SpeedMeasurement.Of([Predictor.Of(student), Predictor.Of(teacher)], data.Test, cancellationToken: context.CancellationToken);
        var headline = Headline(rows, chosen: choice.Grid is not null);
        var shown = tested.FirstOrDefault(row => row.Students.Row.Id == headline?.Row) ?? tested[0];
        return new Comparison(
            recipe.Title ?? recipe.Name,
            new DatasetFacts(SetName(data), [.. data.All.ClassNames], data.All.Count, data.HeldOut.Count, data.Test.Count),
            new StudentFacts(
                first.Spec!.Description, first.ParameterCount, first.Spec.MultiplyAdds, choice.Temperature, choice.HardWeight, speed[0].Throughput),
            [.. tested.Select(row => row.ToRow(TopK))],
            headline,
            TeacherMeasurement.Facts(teachers.Files, teacherEvaluation, speed[1].Throughput, data.Test, TopK, context) with
            {
                Test = teacherEvaluation.ToTestScores(TopK) with { OutsideAuroc = outsideOfTeacher },
                GeneralistErrors = teachers.GeneralistErrors,
                LabelsUsed = recipe.Teacher.Files.Count == 0 ? data.All.Labelled().Count : null,
            },
            TopK,
            PairedTests(tested),
            Confusions.Pairs(tested.ToDictionary(row => row.Students.Row.Id, row => row.Evaluations), teacherEvaluation),
            choice.Grid,
            SampleStrip.Make(data.Test, teacher, answers, [.. tested.Select(row => (row.Students.Row.Id, row.Answers[0]))]),
            WorstMistakes.Of(data.Test, shown.Answers[0], answers),
            Confusions.Table(shown.Evaluations, data.Test.ClassNames.Count))
        {
            IsSmoke = recipe.IsSmoke,
        };

        StudentTest Test(string path)
        {
            using var model = new ModelTeacher(ModelFile.Load(path));
            var predictor = Predictor.Of(model);
            var predictions = predictor.Predict(data.Test, cancellationToken: context.CancellationToken);
            return new(predictions, predictions.Evaluate(Measures, answers), Outside(predictions, predictor));
        }

        double? Outside(Predictions inside, Predictor model) => data.Outside is { } outside
            ? RocArea.Of(inside.Confidences(), model.Confidences(outside, context.Progress, context.CancellationToken))
            : null;
    }

    // "fashion-mnist/train" is the part of the set; the comparison is about the set.
    private static string SetName(ComparisonData data) => data.Test.Source.Name.Split('/')[0];

    // Decided by what the rows are, before anything is measured: against labels alone the row that needs no label at all, which is
    // the stronger claim, and otherwise the one that is distilled on the same examples. A row whose temperature was chosen on
    // held-out labels needs labels.
    private static Headline? Headline(IReadOnlyList<RowStudents> rows, bool chosen)
    {
        var recipes = rows.Select(row => row.Row).ToList();
        if (recipes.FirstOrDefault(row => !row.Teacher) is not { } hard)
        {
            return null;
        }

        var taught = recipes.Where(row => row is { Teacher: true, Generalist: false }).ToList();
        var row = (chosen ? null : taught.FirstOrDefault(row => !row.UsesLabels)) ?? taught.FirstOrDefault(row => row.Examples == hard.Examples);
        return row is null ? null : new Headline(
            row.Id,
            hard.Id,
            hard.Examples == RowExamples.All ? null : recipes.FirstOrDefault(row => row is { Teacher: false, Examples: RowExamples.All })?.Id);
    }

    private static IReadOnlyList<PairedTest> PairedTests(IReadOnlyList<TestedRow> rows)
    {
        var tests = new List<PairedTest>();
        for (var first = 0; first < rows.Count; first++)
        {
            for (var second = first + 1; second < rows.Count; second++)
            {
                tests.Add(ModelComparison.Between(rows[first].Scores, rows[second].Scores)
                    .ToPairedTest(rows[first].Students.Row.Id, rows[second].Students.Row.Id));
            }
        }

        return tests;
    }
}
