using System.Diagnostics;
using Distill.Data;
using Distill.Jobs.Comparisons.Reporting;
using Distill.Jobs.Recipes;
using Distill.Objectives;
using Distill.Runs;
using Distill.Training;

namespace Distill.Jobs.Comparisons;

/// <summary>
/// Runs a recipe in a run directory: teacher, stored targets, choice of temperature and weight, the rows over their
/// seeds, the test. What is finished in the directory is taken up, so a killed comparison resumes where it was.
/// </summary>
internal static class ComparisonRunner
{
    /// <summary>Runs all of it and writes comparison.json.</summary>
    /// <param name="recipe">What to compare.</param>
    /// <param name="run">The directory; its run.json exists.</param>
    /// <param name="train">The training part of the data set.</param>
    /// <param name="test">The test part.</param>
    /// <param name="context">Told what was found in a teacher of another toolkit; its token stops at the next checkpoint.</param>
    /// <exception cref="DistillException">Data, files or numbers are not right.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    public static ComparisonOutcome Run(
        Recipe recipe,
        RunDirectory run,
        ExampleView train,
        ExampleView test,
        JobContext context)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(run);
        recipe.Validate(recipe.Name);
        var watch = Stopwatch.StartNew();
        var data = ComparisonData.Divide(train, test, recipe.Data);
        var members = new ComparisonMembers(run, data, context);
        using var teachers = ComparisonTeachers.Make(recipe, run, data, members, context);
        var stored = teachers.Stored;
        var (temperature, hardWeight, grid) = ComparisonChoice.Make(recipe, data, stored, members);
        var rows = recipe.Rows.Select(row => Teach(row)).ToList();
        var comparison = ComparisonTest.Run(recipe, data, teachers, rows, (temperature, hardWeight, grid), context);
        comparison.Write(run.ComparisonPath);
        ComparisonReport.Of(comparison).Write(run.DocumentPath);
        return new ComparisonOutcome(comparison, BestModel(rows), watch.Elapsed.TotalSeconds);

        RowStudents Teach(RowRecipe row)
        {
            var examples = row.Examples == RowExamples.All ? data.All : data.Labelled;
            var weight = !row.Teacher ? 1 : row.Labels ? hardWeight : 0;
            IObjective objective = row.Teacher ? new Distillation(temperature, weight) : new HardLabels();
            var options = row.Epochs is { } epochs
                ? recipe.Student.Training with { Duration = Duration.Epochs(epochs) }
                : recipe.Student.Training;
            var students = recipe.Seeds.Select((seed, number) => (seed, members.Train(
                row.Id, $"{row.Label}, student {number + 1} of {recipe.Seeds.Count}", seed, recipe.Student.Network, examples,
                objective, !row.Teacher ? null : row.Generalist ? teachers.StoredGeneralist : stored, options))).ToList();
            return new RowStudents(row, examples.Count, row.Teacher ? temperature : null, weight, students);
        }
    }

    private static string BestModel(IReadOnlyList<RowStudents> rows) =>
        (rows.LastOrDefault(row => row.Row.Teacher) ?? rows[^1]).Students
            .OrderBy(student => student.Student.HeldOutErrorRate)
            .ThenBy(student => student.Student.HeldOutNll)
            .First().Student.ModelPath;
}
