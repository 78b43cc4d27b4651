using System.Text.Json;
using Distill.Data;
using Distill.Jobs.Comparisons.Reporting;
using Distill.Jobs.Datasets;
using Distill.Jobs.Recipes;
using Distill.Jobs.Work;
using Distill.Libtorch;
using Distill.Runs;
using Distill.Runs.Results;
using Distill.Speech.Recordings;
using Distill.Text;

namespace Distill.Jobs.Comparisons;

/// <summary>A recipe with its run directory, from opening the data to comparison.json.</summary>
public static class ComparisonJob
{
    private const string BuiltInImages = "glyphs";

    /// <summary>Makes the directory of a new run.</summary>
    /// <param name="root">The folder for runs.</param>
    /// <param name="recipe">What will be compared.</param>
    /// <exception cref="DistillException">The recipe is out of range, there are no such data or no such model, or the folder cannot be made.</exception>
    public static RunDirectory Create(string root, Recipe recipe) => Create(root, RunKind.Recipe, recipe);

    /// <summary>The same, for the quickstart too.</summary>
    internal static RunDirectory Create(string root, RunKind kind, Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        Require(recipe);
        return RunDirectory.Create(root, recipe.Name, RunCreation.Manifest(kind, recipe, recipe.Seeds));
    }

    /// <summary>Opens the run that a path holds, where it was asked for the same, and makes it otherwise.</summary>
    /// <param name="path">The run's own folder.</param>
    /// <param name="kind">Whether it is the quickstart or another recipe.</param>
    /// <param name="recipe">What will be compared.</param>
    /// <param name="resumeIfThere">Whether a run may be there.</param>
    /// <exception cref="DistillException">The run was asked for something else, or as for <see cref="Create(string, Recipe)"/>.</exception>
    internal static (RunDirectory Run, Recipe Recipe) At(string path, RunKind kind, Recipe recipe, bool resumeIfThere)
    {
        return resumeIfThere ? KeptRecipe.ResumeOrCreate(path, recipe, Reopen, Make) : (Make(), recipe);

        RunDirectory Make()
        {
            Require(recipe);
            return RunDirectory.CreateAt(path, RunCreation.Manifest(kind, recipe, recipe.Seeds));
        }
    }

    /// <summary>Trains one part of the members, beside processes that train the others, as far as that is possible now.</summary>
    /// <param name="run">The directory.</param>
    /// <param name="recipe">What to compare.</param>
    /// <param name="part">Which part.</param>
    /// <param name="context">As for <see cref="Run"/>.</param>
    /// <returns>What is awaited of other parts; null where all members are trained.</returns>
    /// <exception cref="DistillException">Data, files or numbers are not right, or another process trains a member of the part.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    internal static string? RunPart(RunDirectory run, Recipe recipe, WorkPart part, JobContext context)
    {
        var here = recipe.From(OriginalFolder.Of(run));
        using var device = ComputeDevice.Use(here.Device);
        var (train, test, transfer) = Open(here.Data, context);
        return ComparisonRunner.RunPart(here, part, run, train, test, context, transfer);
    }

    /// <summary>Opens the run of an interrupted comparison with its recipe.</summary>
    /// <exception cref="DistillException">The folder is no run of a recipe.</exception>
    public static (RunDirectory Run, Recipe Recipe) Reopen(string path)
    {
        var run = RunCreation.Open(path, "a recipe or of the quickstart", RunKind.Recipe, RunKind.Quickstart);
        return (run, RunCreation.Recipe(run, StrictJson.Read<Recipe>));
    }

    /// <summary>
    /// The recipe, with built-in data of its kind in place of a set that has a name, but that this machine does not have and
    /// cannot get. Of texts there are none.
    /// </summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="context">Told when the built-in data step in, and why; its token stops a download.</param>
    public static Recipe WithReachableData(Recipe recipe, JobContext context)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(context);
        if (!DataSets.Knows(recipe.Data.Set))
        {
            return recipe;
        }

        try
        {
            DataSets.Fetch(recipe.Data.Set, context);
            return recipe;
        }
        // There are no built-in texts.
        catch (DistillException unreachable) when (!KnownTexts.Knows(recipe.Data.Set))
        {
            context.Say?.Invoke(unreachable.Message);
            var builtIn = KnownRecordings.Knows(recipe.Data.Set) ? KnownRecordings.ToneWords : BuiltInImages;
            context.Say?.Invoke($"Going on with the built-in set '{builtIn}' in place of {recipe.Data.Set}.");
            return recipe with { Data = recipe.Data with { Set = builtIn } };
        }
    }

    /// <summary>What came of a run that is done; null for one that is not.</summary>
    /// <param name="run">The directory.</param>
    /// <exception cref="DistillException">A file of the run is damaged.</exception>
    public static ComparisonOutcome? Finished(RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.ReadManifest() is { Status: RunStatus.Done, Results: { } results } && File.Exists(run.ComparisonPath)
            && results.TryGetProperty("model", out var model) && results.TryGetProperty("seconds", out var seconds)
            ? new ComparisonOutcome(Comparison.Read(run.ComparisonPath), model.GetString()!, seconds.GetDouble())
            : null;
    }

    /// <summary>Runs the recipe, or resumes it, and writes comparison.json.</summary>
    /// <param name="run">The directory.</param>
    /// <param name="recipe">What to compare.</param>
    /// <param name="context">Told what was found in a teacher of another toolkit; its token stops it.</param>
    /// <exception cref="DistillException">Data, files or numbers are not right; run.json then says why it failed.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; run.json then says so, and the same call resumes.</exception>
    public static ComparisonOutcome Run(
        RunDirectory run, Recipe recipe, JobContext context)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(recipe);
        return TrackedWork.In(run, () =>
        {
            var here = recipe.From(OriginalFolder.Of(run));
            using var device = ComputeDevice.Use(here.Device);
            var (train, test, transfer) = Open(here.Data, context);
            run.WriteManifest(run.ReadManifest() with { Data = RunCreation.Data(train, heldOut: null, test) });
            var outside = UnlabelledExamples.Outside(test, here.Data.Outside, here.Data.Reading, context);
            var outcome = ComparisonRunner.Run(here, run, train, test, context, transfer, outside);
            var summary = ComparisonSummary.Of(outcome.Comparison, run.ReportPath, outcome.ModelPath, outcome.Seconds);
            run.WriteManifest(run.ReadManifest().Done(JsonSerializer.SerializeToElement(summary, RunJson.Options)));
            return outcome;
        });
    }

    /// <summary>Writes document.json anew into the run of a comparison that has ended; does nothing to any other folder.</summary>
    /// <param name="runDirectory">The folder.</param>
    /// <exception cref="DistillException">The results are damaged, or the file cannot be written.</exception>
    public static void WriteDocument(string runDirectory)
    {
        if (RunDirectory.IsRun(runDirectory) && RunDirectory.Open(runDirectory) is var run && File.Exists(run.ComparisonPath))
        {
            ComparisonReport.Of(Comparison.Read(run.ComparisonPath)).Write(run.DocumentPath);
        }
    }

    private static void Require(Recipe recipe)
    {
        recipe.Validate(recipe.Name);
        RunInputs.RequireDevice(recipe.Device);
        RunInputs.Require(recipe.Data.Set, recipe.Data.Reading, recipe.Teacher.Files, unlabelled: [.. recipe.Data.Unlabelled, .. recipe.Data.Outside], vectors: recipe.Teacher.Vectors);
    }

    private static (ExampleView Train, ExampleView Test, TransferSource? Transfer) Open(DataRecipe recipe, JobContext context)
    {
        var (train, test) = DataSets.Open(recipe.Set, recipe.Reading, context);
        return (train, test, UnlabelledExamples.Beside(train, recipe.Unlabelled, recipe.Variations, recipe.Seed, recipe.Reading, context));
    }
}
