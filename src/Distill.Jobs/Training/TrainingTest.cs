using System.Globalization;
using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs.Comparisons;
using Distill.Jobs.Evaluation;
using Distill.Jobs.Recipes;
using Distill.Jobs.Teachers;
using Distill.Models;
using Distill.Runs;
using Distill.Runs.Results;
using Distill.Teachers;

namespace Distill.Jobs.Training;

/// <summary>
/// Measures a trained model on the test set, beside the teacher that it learned from where that can be asked. What it finds is kept as a
/// comparison of one row, so that its report shows what that of any comparison does.
/// </summary>
internal static class TrainingTest
{
    /// <summary>The row of the model.</summary>
    public const string Row = "student";

    // Answers in memory; of a larger test set the examples to look at are among its first.
    private const long MostAnswers = 1 << 26;

    /// <summary>Measures the model of a run and writes comparison.json and evaluation.json.</summary>
    /// <param name="run">The run, with its model.</param>
    /// <param name="recipe">What was trained.</param>
    /// <param name="learned">The examples that taught, and those that were held out.</param>
    /// <param name="test">The test set.</param>
    /// <param name="teacher">The teacher, where it can answer the test set; null for none.</param>
    /// <param name="context">Told of examples done, and whether the model is worse than guessing; its token stops it.</param>
    public static EvaluationSummary Run(
        RunDirectory run, TrainRecipe recipe, (ExampleView Examples, ExampleView HeldOut) learned, ExampleView test, ITeacher? teacher, JobContext context)
    {
        using var model = ModelFile.Load(run.ModelPath);
        using var student = new ModelTeacher(model, name: Row);
        var (asked, guide) = (Predictor.Of(student), teacher is null ? null : Predictor.Of(teacher));
        var seen = Seen(test);
        var taught = guide?.Predict(seen, progress: context.Progress, cancellationToken: context.CancellationToken);
        var answers = asked.Predict(seen, progress: context.Progress, cancellationToken: context.CancellationToken);
        var whole = seen.Count == test.Count;
        var evaluation = whole ? answers.Evaluate(teacher: taught) : Evaluator.Evaluate(asked, test, teacher: guide, progress: context.Progress, cancellationToken: context.CancellationToken);
        if (Guessing.Warning(evaluation.Metrics.Nll, test.ClassNames.Count) is { } warning)
        {
            context.Say?.Invoke($"{warning} A lower rate than {recipe.Training.Schedule.Rate} may help.");
        }

        if (!whole)
        {
            context.Say?.Invoke(string.Create(CultureInfo.InvariantCulture, $"Examples and mistakes in the report are of the first {seen.Count:N0} of {test.Count:N0} test examples."));
        }

        var measured = guide is null ? null : whole ? taught!.Evaluate() : Evaluator.Evaluate(guide, test, progress: context.Progress, cancellationToken: context.CancellationToken);
        var spec = model.Spec!;
        var summary = EvaluateJob.Summary(spec.Description, model.ParameterCount, spec.MultiplyAdds, evaluation, test, null);
        var comparison = new Comparison(
            "Training",
            new DatasetFacts(test.Source.Name.Split('/')[0], [.. test.ClassNames], learned.Examples.Count, learned.HeldOut.Count, test.Count),
            new StudentFacts(spec.Description, model.ParameterCount, spec.MultiplyAdds, Temperature(recipe), recipe.Distils ? HardWeight(recipe) : null),
            [Measured(recipe, learned.Examples, evaluation, summary)],
            TopK: summary.TopK,
            ConfusedPairs: Confusions.Pairs(new Dictionary<string, IReadOnlyList<ModelEvaluation>> { [Row] = [evaluation] }, measured),
            Mistakes: WorstMistakes.Of(seen, answers, taught),
            Confusions: Confusions.Table([evaluation], test.ClassNames.Count));
        (teacher is null ? comparison : Taught()).Write(run.ComparisonPath);
        // The last, for it says that the model is tested.
        summary.Write(run.EvaluationPath);
        return summary;

        Comparison Taught()
        {
            var files = new TeacherFiles(recipe.Teacher, recipe.Mean, recipe.TeacherOptions);
            var speed = SpeedMeasurement.Of([asked, guide!], test, cancellationToken: context.CancellationToken);
            return comparison with
            {
                Student = comparison.Student with { Throughput = speed[0].Throughput },
                Teacher = TeacherMeasurement.Facts(files, measured!, speed[1].Throughput, test, summary.TopK, context),
                Samples = SampleStrip.Make(seen, teacher, taught!, [(Row, answers)]),
            };
        }
    }

    private static ExampleView Seen(ExampleView test) =>
        (long)test.Count * test.ClassNames.Count is var answers && answers <= MostAnswers
            ? test
            : test.Subset([.. Enumerable.Range(0, (int)Math.Max(1, MostAnswers / test.ClassNames.Count))], test.Name);

    private static ComparisonRow Measured(TrainRecipe recipe, ExampleView examples, ModelEvaluation evaluation, EvaluationSummary summary)
    {
        var weight = recipe.Distils ? HardWeight(recipe) : 1;
        return new ComparisonRow(
            Row,
            recipe.Distils ? "Student" : "Model",
            examples.Count,
            !recipe.Distils || recipe.Objective.ReadsLabels(recipe.ScheduledHardWeight.Highest, recipe.CaseWeight) ? examples.Labelled().Count : 0,
            [new SeedResult(recipe.Training.Seed, summary.Test, [])],
            Temperature(recipe),
            weight,
            evaluation.Metrics.Reliability,
            recipe.Objective.Words(recipe.MakeObjective()));
    }

    private static double? Temperature(TrainRecipe recipe) => recipe.Distils && recipe.Objective.HasTemperature() && recipe.ScheduledTemperature.IsConstant ? recipe.Temperature : null;

    private static double HardWeight(TrainRecipe recipe) => recipe.Objective.HasHardWeight() ? recipe.ScheduledHardWeight.Mean : 0;
}
