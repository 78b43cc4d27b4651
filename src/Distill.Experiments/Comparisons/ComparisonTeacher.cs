using Distill.Experiments.Recipes;
using Distill.Objectives;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;

namespace Distill.Experiments.Comparisons;

/// <summary>Makes a comparison's teacher, from files or by training, and stores its soft targets once for all students.</summary>
internal static class ComparisonTeacher
{
    /// <summary>The paths of the members' model files, trained where the recipe says so.</summary>
    public static IReadOnlyList<string> Members(TeacherRecipe recipe, ComparisonData data, ComparisonMembers members) =>
        recipe.Files.Count > 0
            ? recipe.Files
            : [.. Enumerable.Range(1, recipe.Members).Select(number => members.Train(
                "teacher", $"teacher {number} of {recipe.Members}", number, recipe.Network!, data.All, new HardLabels(), null, recipe.Training).ModelPath)];

    /// <summary>Labels all training examples, or takes up the store that is there.</summary>
    public static StoredTeacher Store(
        RunDirectory run, ITeacher teacher, ComparisonData data, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var path = Path.Combine(run.Path, "targets");
        Labeller.Label(path, data.All, teacher, new TargetStoreOptions(), progress, cancellation);
        return StoredTeacher.Open(path, data.All, teacher, checkContent: false);
    }
}
