using Distill.Jobs.Datasets;
using Distill.Jobs.Recipes;
using Distill.Jobs.Specialists;
using Distill.Jobs.Teachers;
using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Teachers;

namespace Distill.Jobs.SpecialistJobs;

/// <summary>Gives the classes that a generalist confuses to specialists (section 5.3 of the paper), in a run directory that trains them afterwards.</summary>
public static class AssignJob
{
    /// <summary>Makes the directory of a new run.</summary>
    /// <param name="path">The run's own folder, missing or empty, or of an assignment that did not finish; null names one under <paramref name="root"/>.</param>
    /// <param name="root">The folder for runs.</param>
    /// <param name="recipe">The generalist and its specialists.</param>
    /// <exception cref="DistillException">There are no such data or no such model, or the folder cannot be made, or holds something.</exception>
    public static RunDirectory Create(string? path, string root, SpecialistsRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (recipe.Groups is { } groups)
        {
            StrictJson.ReadTree(groups);
        }

        RunInputs.Require(recipe.Data, recipe.Reading, recipe.Teacher is { } teacher ? [teacher] : [], recipe.Targets);
        return SpecialistsRun.Create(path, root, recipe);
    }

    /// <summary>Opens the run that a path holds, where it was asked for the same, and makes it otherwise.</summary>
    /// <param name="path">The run's own folder.</param>
    /// <param name="recipe">The generalist and its specialists.</param>
    /// <returns>The run, and whether its classes are assigned.</returns>
    /// <exception cref="DistillException">The run was asked for something else, or as for <see cref="Create"/>.</exception>
    internal static (RunDirectory Run, bool IsDone) ResumeOrCreate(string path, SpecialistsRecipe recipe)
    {
        // What did not finish left nothing to keep, and is made anew.
        if (!RunDirectory.IsRun(path) || RunDirectory.Open(path) is not { } run || !File.Exists(run.AssignmentPath))
        {
            return (Create(path, "", recipe), false);
        }

        var assigned = SpecialistsRun.Open(path).Run;
        KeptRecipe.Require(assigned, recipe);
        return (assigned, assigned.ReadManifest().Status == RunStatus.Done);
    }

    /// <summary>Counts the generalist's confusions, clusters the classes and writes assignment.json.</summary>
    /// <param name="run">The directory.</param>
    /// <param name="recipe">The generalist and its specialists.</param>
    /// <param name="context">Told what was found in a generalist of another toolkit, and why no temperature was chosen; its token stops it.</param>
    /// <exception cref="DistillException">Data, files or options are not right, or a class is never predicted; run.json then says why it failed.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; run.json then says so.</exception>
    public static void Run(
        RunDirectory run, SpecialistsRecipe recipe, JobContext context)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(recipe);
        TrackedWork.In(run, () =>
        {
            var (train, test) = DataSets.Open(recipe.Data, recipe.Reading, context);
            var (heldOut, examples) = recipe.Split.Of(train);
            var groups = recipe.Groups is { } known ? KnownGroups.Read(known, examples.ClassNames) : null;
            // The file is opened even where a store is counted: one that does not fit must not be found out by the training.
            using var generalist = recipe.Teacher is { } file
                ? new TeacherFiles([file], EnsembleMean.Arithmetic, recipe.TeacherOptions).Open(examples, context.Say)
                : null;
            using var stored = recipe.Targets is { } store ? StoredTeacher.Open(store, examples, progress: context.Progress, cancellationToken: context.CancellationToken) : null;
            return new Assigning(run, recipe.Specialists.Assignment, examples, test, heldOut) { Counts = recipe.Counts, Temperature = recipe.Specialists.CountTemperature, Groups = groups }.By(
                stored ?? generalist!,
                (generalist ?? stored)!.Name,
                recipe.Teacher is { } path && OpenedTeacher.IsModelFile(path) ? ModelPath.Of(path) : null,
                context);
        });
    }
}
