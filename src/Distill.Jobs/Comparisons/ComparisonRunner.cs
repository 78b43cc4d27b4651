using System.Diagnostics;
using Distill.Data;
using Distill.Jobs.Comparisons.Reporting;
using Distill.Jobs.Recipes;
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
    /// <param name="transfer">The training part's source with examples without a label behind it; null for none.</param>
    /// <param name="outside">Examples of no class, like those of the test part; null for none.</param>
    /// <exception cref="DistillException">Data, files or numbers are not right.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    public static ComparisonOutcome Run(
        Recipe recipe,
        RunDirectory run,
        ExampleView train,
        ExampleView test,
        JobContext context,
        TransferSource? transfer = null,
        ExampleView? outside = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(run);
        recipe.Validate(recipe.Name);
        var watch = Stopwatch.StartNew();
        var data = ComparisonData.Divide(train, test, recipe.Data, transfer) with { Outside = outside };
        var members = new ComparisonMembers(run, data, context);
        using var teachers = ComparisonTeachers.Make(recipe, run, data, members, context);
        var stored = teachers.Stored;
        var (temperature, hardWeight, grid) = ComparisonChoice.Make(recipe, data, stored, members);
        var rows = Rows(recipe, data, teachers, (temperature, hardWeight), members);
        var comparison = ComparisonTest.Run(recipe, data, teachers, rows, (temperature, hardWeight, grid), context);
        comparison.Write(run.ComparisonPath);
        ComparisonReport.Of(comparison).Write(run.DocumentPath);
        return new ComparisonOutcome(comparison, BestModel(rows), watch.Elapsed.TotalSeconds);
    }

    /// <summary>
    /// Trains one part of the members, beside processes that train the others, up to the first stage for which others are
    /// awaited: teachers, specialists, students that choose, students of the rows. The same comparison without a part, once all
    /// are done, tests them and writes comparison.json.
    /// </summary>
    /// <param name="recipe">What to compare.</param>
    /// <param name="part">Which part of each stage.</param>
    /// <param name="run">The directory; its run.json exists.</param>
    /// <param name="train">The training part of the data set.</param>
    /// <param name="test">The test part.</param>
    /// <param name="context">As for <see cref="Run"/>.</param>
    /// <param name="transfer">As for <see cref="Run"/>.</param>
    /// <returns>What is awaited; null where all members are trained.</returns>
    /// <exception cref="DistillException">Data, files or numbers are not right, or another process trains a member of the part.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    public static string? RunPart(
        Recipe recipe, WorkPart part, RunDirectory run, ExampleView train, ExampleView test, JobContext context, TransferSource? transfer = null)
    {
        recipe.Validate(recipe.Name);
        var data = ComparisonData.Divide(train, test, recipe.Data, transfer);
        var members = new ComparisonMembers(run, data, context, part);
        try
        {
            using var teachers = ComparisonTeachers.Make(recipe, run, data, members, context, part);
            var (temperature, hardWeight, _) = ComparisonChoice.Make(recipe, data, teachers.Stored, members);
            Rows(recipe, data, teachers, (temperature, hardWeight), members);
            return null;
        }
        catch (AwaitedException others)
        {
            return others.Message;
        }
    }

    private static List<RowStudents> Rows(
        Recipe recipe, ComparisonData data, ComparisonTeachers teachers, (double Temperature, double HardWeight) chosen, ComparisonMembers members)
    {
        // All seeds of a row see one view, whose fingerprint is worked out once.
        var examples = recipe.Rows.ToDictionary(row => row.Id, data.Of);
        using var vectors = new RowVectors(recipe, examples);
        using var hints = new RowHints(recipe, teachers.FirstModel, data.All);
        var students = members.TrainAll(recipe.Rows.SelectMany(row => recipe.Seeds.Select((seed, number) => new MemberPlan(
            row.Id, $"{row.Label}, student {number + 1} of {recipe.Seeds.Count}", seed, recipe.Student.Network, examples[row.Id],
            row.Taught(chosen.Temperature, chosen.HardWeight).Objective,
            !row.Teacher ? null : row.Generalist ? teachers.StoredGeneralist : teachers.Stored,
            row.Epochs is { } epochs ? recipe.Student.Training with { Duration = Duration.Epochs(epochs) } : recipe.Student.Training)
        {
            Vectors = vectors.Of(row),
            Hints = hints.Of(row),
        })));
        return
        [
            .. recipe.Rows.Zip(students.Chunk(recipe.Seeds.Count), (row, own) =>
            {
                var (objective, temperature, weight) = row.Taught(chosen.Temperature, chosen.HardWeight);
                return new RowStudents(row, examples[row.Id].Count, temperature, weight, [.. recipe.Seeds.Zip(own)], row.Words(objective));
            }),
        ];
    }

    private static string BestModel(IReadOnlyList<RowStudents> rows) =>
        (rows.LastOrDefault(row => row.Row.Teacher) ?? rows[^1]).Students
            .OrderBy(student => student.Student.HeldOutErrorRate)
            .ThenBy(student => student.Student.HeldOutNll)
            .First().Student.ModelPath;
}
