using Distill.Jobs.Recipes;
using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Runs.Results.Specialists;
using Distill.Specialists;

namespace Distill.Jobs.Specialists;

/// <summary>The folder of a generalist and its specialists, as every process that shares it sees it.</summary>
/// <param name="Run">The folder.</param>
/// <param name="Recipe">What run.json says of it.</param>
/// <param name="Assignment">What assignment.json says of it.</param>
/// <param name="Sets">The classes of each specialist.</param>
internal sealed record SpecialistsRun(RunDirectory Run, SpecialistsRecipe Recipe, SpecialistAssignment Assignment, ClassSets Sets)
{
    /// <summary>Makes the folder of a run whose classes are still to be assigned.</summary>
    /// <param name="path">The run's own folder, missing or empty, or of an assignment that did not finish; null names one under <paramref name="root"/>.</param>
    /// <param name="root">The folder for runs.</param>
    /// <param name="recipe">What run.json will say of it.</param>
    /// <exception cref="DistillException">The folder cannot be made, or holds something.</exception>
    public static RunDirectory Create(string? path, string root, SpecialistsRecipe recipe)
    {
        var manifest = RunCreation.Manifest(RunKind.Specialists, recipe, [recipe.Specialists.Seed]);
        if (path is null || !ModelPath.IsOfSpecialists(path) || RunDirectory.Open(path) is not { } unfinished || File.Exists(unfinished.AssignmentPath))
        {
            return RunCreation.At(path, root, "specialists", manifest);
        }

        // An assignment that did not finish left nothing to keep.
        using var claim = unfinished.Claim();
        unfinished.WriteManifest(manifest);
        return unfinished;
    }

    /// <summary>Opens the folder of a run whose classes are assigned.</summary>
    /// <exception cref="DistillException">The folder is no such run, its assignment did not finish, or a file is damaged.</exception>
    public static SpecialistsRun Open(string path)
    {
        var run = RunCreation.Open(path, "'distill specialists assign'", RunKind.Specialists);
        if (!File.Exists(run.AssignmentPath))
        {
            throw new DistillException(
                $"{run.AssignmentPath} is missing: the assignment of classes did not finish. Assign them again, with 'distill specialists assign' and the same --out.");
        }

        var recipe = RunCreation.Recipe(run, (tree, source) => SpecialistsRecipe.Read(tree, source));
        var assignment = SpecialistAssignment.Read(run.AssignmentPath);
        return new SpecialistsRun(
            run, recipe, assignment, new ClassSets(assignment.Dataset.Classes.Count, assignment.Sets.Select(set => set.Classes)));
    }

    /// <summary>How specialists are trained.</summary>
    public TeacherSpecialists Plan => Recipe.Specialists;

    /// <summary>What the member run of a specialist is called.</summary>
    public static string MemberId(int specialist) => $"specialist-{specialist + 1}";

    /// <summary>Where the member run of a specialist is, or will be.</summary>
    public string MemberPath(int specialist) => Run.MemberPath(MemberId(specialist), Plan.Seed + specialist);

    /// <summary>The file by which a process claims a specialist.</summary>
    public string ClaimPath(int specialist) => Run.MemberClaimPath(MemberId(specialist), Plan.Seed + specialist);

    /// <summary>What trains a specialist, as one would type it.</summary>
    public string TrainCommand(int specialist) => $"distill specialists train {Run.Path} --specialist {specialist + 1}";

    /// <summary>Whether a specialist's training has come to its end.</summary>
    public bool IsTrained(int specialist) =>
        RunDirectory.IsRun(MemberPath(specialist)) && RunDirectory.Open(MemberPath(specialist)).ReadManifest().Status == RunStatus.Done;
}
