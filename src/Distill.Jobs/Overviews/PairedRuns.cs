using Distill.Evaluation;
using Distill.Jobs.Datasets;
using Distill.Jobs.Recipes;
using Distill.Jobs.Training;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Runs;
using Distill.Runs.Results;
using Distill.Teachers;

namespace Distill.Jobs.Overviews;

/// <summary>Whether the models of runs differ on the same test examples by more than chance.</summary>
internal static class PairedRuns
{
    /// <summary>Measures the model of each run on the test set, and tests the first against each other.</summary>
    /// <param name="paths">Folders of trainings that are done.</param>
    /// <param name="context">Told of examples done; its token stops it.</param>
    /// <exception cref="DistillException">A run is no training that is done, or was tested on other examples than the first, or the data are not there.</exception>
    public static IReadOnlyList<PairedTest> Of(IReadOnlyList<string> paths, JobContext context)
    {
        var runs = paths.Select(Opened).ToList();
        var test = Test(runs[0]);
        if (runs.FirstOrDefault(run => Test(run) != test) is ({ } other, _))
        {
            throw new DistillException($"{other.Path} and {runs[0].Run.Path} were tested on different examples, which no paired test compares. Leave out one of them, or --tests.");
        }

        var (first, recipe) = runs[0];
        var data = DataSets.Read(OriginalFolder.Of(first).FindData(recipe.Data), recipe.Reading, context).Test
            ?? throw new DistillException($"{recipe.Data} has no test part, so that nothing tests {first.Path} on it. Leave out --tests.");
        var scores = runs.Select(run =>
        {
            using var model = new ModelTeacher(ModelFile.Load(run.Run.ModelPath), name: run.Run.Name);
            return Evaluator.Evaluate(Predictor.Of(model), data.Examples, progress: context.Progress, cancellationToken: context.CancellationToken).Scores!;
        }).ToList();
        return [.. scores.Skip(1).Select((other, i) => ModelComparison.Between([scores[0]], [other]).ToPairedTest(paths[0], paths[i + 1]))];
    }

    private static (RunDirectory Run, TrainRecipe Recipe) Opened(string path)
    {
        var (run, recipe) = TrainJob.Reopen(path);
        return run.ReadManifest().Status == RunStatus.Done
            ? (run, recipe)
            : throw new DistillException($"{path} is not done, so that it has no model to test. Leave out --tests, or resume it.");
    }

    private static Fingerprint? Test((RunDirectory Run, TrainRecipe Recipe) run) =>
        run.Run.ReadManifest().Data.TryGetValue(RunCreation.Test, out var test) ? test : null;
}
