using Distill.Experiments.Recipes;
using Distill.Objectives;

namespace Distill.Experiments.Comparisons;

/// <summary>Makes a comparison's teacher, from files or by training.</summary>
internal static class ComparisonTeacher
{
    /// <summary>The paths of the members' model files, trained where the recipe says so.</summary>
    public static IReadOnlyList<string> Members(TeacherRecipe recipe, ComparisonData data, ComparisonMembers members) =>
        recipe.Files.Count > 0
            ? recipe.Files
            : [.. Enumerable.Range(1, recipe.Members).Select(number => members.Train(
                "teacher", $"teacher {number} of {recipe.Members}", number, recipe.Network!, data.All, new HardLabels(), null, recipe.Training).ModelPath)];
}
