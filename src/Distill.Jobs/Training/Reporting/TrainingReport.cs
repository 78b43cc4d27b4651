using Distill.Jobs.Budgets;
using Distill.Jobs.Comparisons.Reporting;
using Distill.Jobs.Members;
using Distill.Jobs.Recipes;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Runs;
using Distill.Runs.Documents;
using Distill.Runs.Metrics;
using Distill.Runs.Results;

namespace Distill.Jobs.Training.Reporting;

/// <summary>What one training did: while it runs its curves, once it is tested how good the model is, beside its teacher where it had one.</summary>
internal static class TrainingReport
{
    /// <summary>Makes the document from the folder of the run alone.</summary>
    /// <exception cref="DistillException">A file of the run is damaged.</exception>
    public static Document Of(RunDirectory run, RunManifest manifest)
    {
        var found = Found(run);
        var metrics = File.Exists(run.MetricsPath) ? MetricCurves.Of(MetricsRecord.Read(run.MetricsPath)) : null;
        var result = manifest is { Status: RunStatus.Done, Results: { } results } ? TrainJob.Result(run, results) : null;
        return new Document
        {
            Topic = $"{(found?.Rows[0] is { HardWeight: < 1 } ? "Distillation" : "Training")}, {run.Name}",
            Sentence = found is null ? manifest.StatusText : Sentence(found),
            Evidence = found is null ? Resume(run, manifest) : "",
            Tiles = found is null ? [] : [.. ComparisonTiles.Of(found)],
            Sections =
            [
                .. found is null ? Array.Empty<Section>() : [TrainingScores.Of(found)],
                .. Budget(run) is { } budget ? [budget] : Array.Empty<Section>(),
                .. result is null ? Array.Empty<Section>() : [TrainingFacts.Of(result, manifest, StartingModel.Of(run), VectorScore.Of(run))],
                .. found is null ? Array.Empty<Section>() :
                [
                    SampleSection.Of(found), MistakeSection.Of(found), ConfusionSection.Of(found), CalibrationSection.Of(found),
                ],
                .. metrics is null ? Array.Empty<Section>() : [metrics],
                .. found is null ? Array.Empty<Section>() : [UseSection.Of(run, manifest)],
            ],
        };
    }

    private static Section? Budget(RunDirectory run)
    {
        if (BudgetResult.Of(run) is not { } found || RunCreation.Recipe(run, (tree, source) => TrainRecipe.Read(tree, source)).Budget is not { } budget)
        {
            return null;
        }

        // Before the student is trained, one of a trial tells what students take.
        if ((found.Chosen?.Model ?? found.Trials.Select(trial => trial.Model).FirstOrDefault()) is not { } path || !File.Exists(Path.Combine(run.Path, path)))
        {
            return null;
        }

        using var model = ModelFile.Load(Path.Combine(run.Path, path));
        return BudgetSection.Of(found, budget, model.Input, model.Classes);
    }

    // Earlier versions kept the scores alone.
    private static Comparison? Found(RunDirectory run)
    {
        if (File.Exists(run.ComparisonPath))
        {
            return Comparison.Read(run.ComparisonPath);
        }

        return File.Exists(run.EvaluationPath) && EvaluationSummary.Read(run.EvaluationPath) is var old
            ? new Comparison(
                "Training",
                new DatasetFacts(old.Dataset, [], 0, 0, old.Examples),
                new StudentFacts(old.Model, old.Parameters ?? 0, old.MultiplyAdds ?? 0, Throughput: old.Throughput),
                [new ComparisonRow(TrainingTest.Row, "Model", 0, 0, [new SeedResult(0, old.Test, [])], Reliability: old.Reliability)],
                TopK: old.TopK)
            : null;
    }

    private static string Sentence(Comparison found)
    {
        var (errors, examples) = (found.Rows[0].MeanErrors, found.Dataset.TestExamples);
        if (found.Teacher is not { } teacher)
        {
            return $"{found.Student.Description}: {Right(errors)} of {NumberText.Count(examples)} test examples right";
        }

        var size = teacher.MultiplyAdds is > 0 and var products && products > found.Student.MultiplyAdds && found.Student.MultiplyAdds > 0
            ? $", with {NumberText.Times((double)products / found.Student.MultiplyAdds)} the multiply-adds"
            : "";
        return $"Student: {Right(errors)} right; its teacher: {Right(teacher.Test.Errors)}{size}";

        string Right(double wrong) => NumberText.Percent(1 - (wrong / Math.Max(1, examples)), 1);
    }

    private static string Resume(RunDirectory run, RunManifest manifest) => manifest.Status switch
    {
        RunStatus.Interrupted or RunStatus.Failed => $"Resume it with: distill train --resume {run.Path}",
        _ => "",
    };
}
