using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Jobs.Budgets;
using Distill.Jobs.Members;
using Distill.Jobs.Recipes;
using Distill.Jobs.Training.Reporting;
using Distill.Jobs.Work;
using Distill.Libtorch;
using Distill.Objectives;
using Distill.Runs;
using Distill.Runs.Results;
using Distill.Training;

namespace Distill.Jobs.Training;

/// <summary>One training with its run directory, from opening the data to the test.</summary>
public static class TrainJob
{
    /// <summary>Makes the directory of a new run.</summary>
    /// <param name="path">The run's own folder, missing or empty; null names one under <paramref name="root"/>.</param>
    /// <param name="root">The folder for runs.</param>
    /// <param name="recipe">What will be trained.</param>
    /// <exception cref="DistillException">There are no such data or no such model, or the folder cannot be made, or holds something.</exception>
    public static RunDirectory Create(string? path, string root, TrainRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        RunInputs.RequireDevice(recipe.Device);
        RunInputs.Require(recipe.Data, recipe.Reading, [.. recipe.Teacher, .. recipe.HintModel is { } guide ? [guide] : Array.Empty<string>()], recipe.Targets, recipe.Start, recipe.Network, recipe.Unlabelled, recipe.Objective.ComparesAllClasses(recipe.CaseWeight), recipe.Vectors);
        RunInputs.RequireTemperatures(recipe.Targets, recipe.Objective.HasTemperature() ? [.. recipe.ScheduledTemperature.Values] : []);
        if (recipe.CaseWeight == CaseWeight.Agreement)
        {
            RunInputs.RequireMembers(recipe.Targets);
        }

        return RunCreation.At(path, root, "train", RunCreation.Manifest(RunKind.Train, recipe, [recipe.Training.Seed]));
    }

    /// <summary>Opens the run of an interrupted training with its recipe.</summary>
    /// <exception cref="DistillException">The folder is no run of a training.</exception>
    public static (RunDirectory Run, TrainRecipe Recipe) Reopen(string path)
    {
        var run = RunDirectory.Open(path);
        var manifest = run.ReadManifest();
        return manifest.Kind == RunKind.Train && manifest.Configuration.TryGetProperty("data", out _)
            ? (run, RunCreation.Recipe(run, (tree, source) => TrainRecipe.Read(tree, source)))
            : throw new DistillException($"{path} is not a run of 'distill train'; resume a recipe with 'distill run --resume'.");
    }

    /// <summary>Opens the run that a path holds, where it was asked for the same, and makes it otherwise.</summary>
    /// <param name="path">The run's own folder.</param>
    /// <param name="recipe">What will be trained.</param>
    /// <exception cref="DistillException">The run was asked for something else, or as for <see cref="Create"/>.</exception>
    internal static (RunDirectory Run, TrainRecipe Recipe) ResumeOrCreate(string path, TrainRecipe recipe) =>
        KeptRecipe.ResumeOrCreate(path, recipe, Reopen, () => Create(path, "", recipe));

    /// <summary>What came of a run that is done and tested; null for one that is not.</summary>
    /// <param name="run">The directory.</param>
    /// <exception cref="DistillException">A file of the run is damaged.</exception>
    public static TrainOutcome? Finished(RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var score = VectorScore.Of(run);
        return run.ReadManifest() is { Status: RunStatus.Done, Results: { } results } manifest && (File.Exists(run.EvaluationPath) || IsUntested(manifest))
            && BudgetResult.Of(run) is null or { File: not null }
            ? new TrainOutcome(
                run.Path,
                run.ModelPath,
                Result(run, results),
                File.Exists(run.EvaluationPath) ? EvaluationSummary.Read(run.EvaluationPath) : null,
                (manifest.Finished - manifest.Started)?.TotalSeconds ?? 0,
                StartingModel.Of(run),
                score?.Cosine,
                score?.SameNeighbour)
            {
                Budgeted = BudgetResult.Of(run)?.File,
            }
            : null;
    }

    /// <summary>Trains, or resumes the training in the directory, and measures the model after the last step on the test set.</summary>
    /// <param name="run">The directory.</param>
    /// <param name="recipe">What to train.</param>
    /// <param name="context">Told what was found in a teacher of another toolkit, and whether the model is worse than guessing; its token ends with a checkpoint.</param>
    /// <exception cref="DistillException">Data, files or numbers are not right.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    public static TrainOutcome Run(
        RunDirectory run, TrainRecipe recipe, JobContext context)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(recipe);
        return TrackedWork.In(run, () => Execute(run, recipe, context));
    }

    /// <summary>Trains with rank 0, which has the run, on this rank's share of each batch. Nothing is written.</summary>
    /// <param name="run">The directory's path; rank 0 may not have made it yet.</param>
    /// <param name="recipe">What to train.</param>
    /// <param name="context">The ranks, of which this is another than 0.</param>
    /// <exception cref="DistillException">As for <see cref="Run"/>.</exception>
    /// <exception cref="OperationCanceledException">The training was interrupted, here or at another rank.</exception>
    internal static void Follow(string run, TrainRecipe recipe, JobContext context)
    {
        var begun = RunDirectory.IsRun(run) ? RunDirectory.Open(run) : null;
        var found = recipe.From(begun is null ? new OriginalFolder(null) : OriginalFolder.Of(begun));
        RequireOneProcess(found, context);
        using var device = ComputeDevice.Use(found.Device);
        using var sources = TrainSources.Of(found, context);
        using var inputs = TrainInputs.Of(found, sources, context);
        try
        {
            using var trainer = new Trainer(inputs.Task(found, context.Ranks), Directory.Exists(begun?.CheckpointsPath) ? begun.CheckpointsPath : null);
            if (!trainer.Run(cancellationToken: context.CancellationToken).Completed)
            {
                throw new OperationCanceledException("training was interrupted", context.CancellationToken);
            }
        }
        catch (Exception)
        {
            LetFirstRankEnd(run);
            throw;
        }
    }

    private static void RequireOneProcess(TrainRecipe recipe, JobContext context)
    {
        if (context.Ranks is not null && (recipe.Generations > 1 || recipe.Budget is not null || recipe.Peers > 0))
        {
            throw new DistillException(
                $"{(recipe.Budget is not null ? "The trials of a budget" : recipe.Peers > 0 ? "Students that teach each other" : "The generations before the last")} are trainings of one process each; leave out the ranks.");
        }
    }

    // The launcher ends all ranks with the first that fails, and rank 0 still has to write how its run ended.
    private static void LetFirstRankEnd(string run)
    {
        try
        {
            RunDirectory.Open(run).ClaimWithin(CancellationToken.None).Dispose();
        }
        catch (DistillException)
        {
            // It still waits for this one, which failed alone.
        }
    }

    /// <summary>Writes document.json anew into the run of one training, done or not; does nothing to any other folder.</summary>
    /// <param name="runDirectory">The folder.</param>
    /// <exception cref="DistillException">The results are damaged, or the file cannot be written.</exception>
    public static void WriteDocument(string runDirectory)
    {
        if (RunDirectory.IsRun(runDirectory) && RunDirectory.Open(runDirectory) is var run && run.ReadManifest() is { Kind: RunKind.Train } manifest)
        {
            TrainingReport.Of(run, manifest).Write(run.DocumentPath);
        }
    }

    private static TrainOutcome Execute(
        RunDirectory run, TrainRecipe asked, JobContext context)
    {
        // What the model says of itself is what was asked, wherever the run goes on.
        var recipe = asked.From(OriginalFolder.Of(run));
        using var device = ComputeDevice.Use(recipe.Device);
        RequireOneProcess(recipe, context);
        using var opened = TrainSources.Of(recipe, context);
        var sources = Generations.Before(run, recipe, opened, context);
        using var generation = ReferenceEquals(sources.Teacher, opened.Teacher) ? null : sources.Teacher;
        var (examples, heldOut) = (sources.Examples, sources.HeldOut);
        var facts = new JsonObject
        {
            ["recipe"] = JsonSerializer.SerializeToNode(asked, StrictJson.Options),
            ["data"] = examples.Fingerprint.Value,
            ["heldOut"] = heldOut.Count > 0 ? heldOut.Fingerprint.Value : null,
            ["teacher"] = sources.Teacher?.Fingerprint.Value,
        };
        if (examples.FeatureNames is { } features)
        {
            facts[ModelOrigin.FeaturesKey] = JsonSerializer.SerializeToNode(features, StrictJson.Options);
        }

        if (recipe.Budget is not null)
        {
            recipe = BudgetJob.Choose(run, recipe, sources.Examples, sources.HeldOut, sources.Teacher, facts, context);
        }

        using var inputs = TrainInputs.Of(recipe, sources, context);
        facts["start"] = JsonSerializer.SerializeToNode(inputs.Start, StrictJson.Options);
        var data = RunCreation.Data(examples, heldOut, sources.Test?.Examples);
        if (inputs.Start is { } start)
        {
            data["start"] = start.Fingerprint;
        }

        if (sources.Vectors is { } vectors)
        {
            (data["vectors"], facts["vectors"]) = (vectors.Fingerprint, vectors.Fingerprint.Value);
        }

        if (sources.HintModel is { } guide)
        {
            var followed = guide.Fingerprint;
            (data["hints"], facts["hints"]) = (followed, followed.Value);
        }

        var (result, seconds) = TrainingRun.Within(run, inputs.Task(recipe, context.Ranks), facts, context, data);
        // Stored targets are those of the training examples.
        var live = recipe.Targets is null ? sources.Teacher : null;
        var summary = sources.Test is { } test ? TrainingTest.Run(run, recipe, (examples, heldOut), test.Examples, live, context) : null;
        var file = recipe.Budget is null ? null : BudgetJob.Export(run, recipe, live, context);
        var score = recipe.Embedder && heldOut.Count > 0 ? VectorTest.Run(run, recipe, heldOut, context) : null;
        WriteDocument(run.Path);
        return new TrainOutcome(run.Path, run.ModelPath, result, summary, seconds, inputs.Start, score?.Cosine, score?.SameNeighbour) { Budgeted = file };
    }

    /// <summary>What run.json says of a training that is done.</summary>
    /// <exception cref="DistillException">It says something else.</exception>
    internal static TrainingResult Result(RunDirectory run, JsonElement results)
    {
        try
        {
            return results.Deserialize<TrainingResult>(RunJson.Options) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw DistillException.Damaged($"{run.ManifestPath} is that of a training that is done, but its results are not those of one: {error.Message}");
        }
    }

    // Its data have no labels to test by; earlier versions put down no data, and always tested.
    private static bool IsUntested(RunManifest manifest) => manifest.Data.ContainsKey(RunCreation.Train) && !manifest.Data.ContainsKey(RunCreation.Test);
}
