using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs.Datasets;
using Distill.Jobs.Evaluation;
using Distill.Jobs.Members;
using Distill.Jobs.Recipes;
using Distill.Jobs.Teachers;
using Distill.Jobs.Training.Reporting;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Runs;
using Distill.Runs.Metrics;
using Distill.Runs.Results;
using Distill.Teachers;
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
        RunInputs.Require(recipe.Data, recipe.Reading, recipe.Teacher, recipe.Targets, recipe.Start);
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

    /// <summary>What came of a run that is done and tested; null for one that is not.</summary>
    /// <param name="run">The directory.</param>
    /// <exception cref="DistillException">A file of the run is damaged.</exception>
    public static TrainOutcome? Finished(RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.ReadManifest() is { Status: RunStatus.Done, Results: { } results } manifest && (File.Exists(run.EvaluationPath) || IsUntested(manifest))
            ? new TrainOutcome(
                run.Path,
                run.ModelPath,
                Result(run, results),
                File.Exists(run.EvaluationPath) ? EvaluationSummary.Read(run.EvaluationPath) : null,
                (manifest.Finished - manifest.Started)?.TotalSeconds ?? 0,
                StartingModel.Of(run))
            : null;
    }

    /// <summary>Trains, or resumes the training in the directory, and measures the model after the last step on the test set.</summary>
    /// <param name="run">The directory.</param>
    /// <param name="recipe">What to train.</param>
    /// <param name="observers">From the step that the training resumes after (0 for a new one), who is told of metrics beside the run's own file.</param>
    /// <param name="context">Told what was found in a teacher of another toolkit, and whether the model is worse than guessing; its token ends with a checkpoint.</param>
    /// <exception cref="DistillException">Data, files or numbers are not right.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    public static TrainOutcome Run(
        RunDirectory run, TrainRecipe recipe, Func<long, IReadOnlyList<IMetricsObserver>> observers, JobContext context)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(recipe);
        return TrackedWork.In(run, () => Execute(run, recipe, observers, context));
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
        RunDirectory run, TrainRecipe asked, Func<long, IReadOnlyList<IMetricsObserver>> observers, JobContext context)
    {
        // What the model says of itself is what was asked, wherever the run goes on.
        var recipe = asked.From(OriginalFolder.Of(run));
        var data = DataSets.Read(recipe.Data, recipe.Reading, context, classes: () => ClassNames(recipe));
        var (heldOut, rest) = recipe.Split.Of(data.Train.Examples);
        var examples = Learnable(rest, recipe, context.Say);
        using var teacher = OpenTeacher(recipe, examples, context.Say);
        var (student, start) = FirstStudent.Build(recipe, examples);
        using var owned = student;
        var task = new TrainingTask(student, examples, recipe.MakeObjective(), recipe.Training) { Teacher = teacher, HeldOut = heldOut.Count > 0 ? heldOut : null };
        var facts = new JsonObject
        {
            ["recipe"] = JsonSerializer.SerializeToNode(asked, StrictJson.Options),
            ["data"] = examples.Fingerprint.Value,
            ["heldOut"] = heldOut.Count > 0 ? heldOut.Fingerprint.Value : null,
            ["teacher"] = teacher?.Fingerprint.Value,
            ["start"] = JsonSerializer.SerializeToNode(start, StrictJson.Options),
        };
        if (examples.FeatureNames is { } features)
        {
            facts[ModelOrigin.FeaturesKey] = JsonSerializer.SerializeToNode(features, StrictJson.Options);
        }

        var (result, seconds) = TrainingRun.Within(run, task, facts, observers, context, RunCreation.Data(examples, heldOut, data.Test?.Examples));
        // Stored targets are those of the training examples.
        var summary = data.Test is { } test
            ? TrainingTest.Run(run, recipe, (examples, heldOut), test.Examples, recipe.Targets is null ? teacher : null, context)
            : null;
        WriteDocument(run.Path);
        return new TrainOutcome(run.Path, run.ModelPath, result, summary, seconds, start);
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

    // Without a teacher an example teaches by its label alone.
    private static ExampleView Learnable(ExampleView examples, TrainRecipe recipe, Action<string>? say)
    {
        var labelled = examples.Labelled();
        var unlabelled = examples.Count - labelled.Count;
        if (unlabelled == 0)
        {
            return examples;
        }

        if (!recipe.Distils)
        {
            if (labelled.Count == 0)
            {
                throw new DistillException($"No example of {recipe.Data} has a label, and there is no teacher to learn from. Give one, or data with labels.");
            }

            say?.Invoke(string.Create(CultureInfo.InvariantCulture, $"Left out: {unlabelled:N0} examples without a label, since there is no teacher to learn them from."));
            return labelled;
        }

        return recipe.MakeObjective().NeedsLabels
            ? throw new DistillException(
                string.Create(CultureInfo.InvariantCulture, $"{unlabelled:N0} of {examples.Count:N0} training examples of {recipe.Data} have no label, and hardWeight is {recipe.HardWeight}. ")
                + "Set hardWeight to 0 to learn from soft targets alone.",
                new Remedy(nameof(TrainRecipe), nameof(TrainRecipe.HardWeight)))
            : examples;
    }

    private static IReadOnlyList<string>? ClassNames(TrainRecipe recipe) =>
        new TeacherFiles(recipe.Teacher, recipe.Mean, recipe.TeacherOptions).ClassNames()
        ?? (recipe.Targets is { } store ? StoredTeacher.ClassNames(store) : null)
        ?? (recipe.Start is { } start ? OpenedTeacher.ClassNames(start) : null);

    private static ITeacher? OpenTeacher(TrainRecipe recipe, ExampleView examples, Action<string>? say) => recipe switch
    {
        { Targets: { } store } => StoredTeacher.Open(store, examples),
        { Teacher.Count: > 0 } => new TeacherFiles(recipe.Teacher, recipe.Mean, recipe.TeacherOptions).Open(examples, say),
        _ => null,
    };
}
