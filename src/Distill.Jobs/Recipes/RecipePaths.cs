using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Teachers.Foreign;

namespace Distill.Jobs.Recipes;

/// <summary>Recipes of a run with their paths as this process finds them, wherever it was started.</summary>
internal static class RecipePaths
{
    /// <exception cref="DistillException">A file or folder that the recipe names is not there.</exception>
    public static TrainRecipe From(this TrainRecipe recipe, OriginalFolder folder) => recipe with
    {
        Data = folder.FindData(recipe.Data),
        Unlabelled = [.. recipe.Unlabelled.Select(folder.FindData)],
        Teacher = [.. recipe.Teacher.Select(folder.Find)],
        TeacherOptions = recipe.TeacherOptions.From(folder),
        Targets = Find(recipe.Targets, folder),
        Vectors = Find(recipe.Vectors, folder),
        HintModel = Find(recipe.HintModel, folder),
        Start = Find(recipe.Start, folder),
        Network = recipe.Network?.WithPaths(folder.Find),
    };

    /// <inheritdoc cref="From(TrainRecipe, OriginalFolder)"/>
    public static Recipe From(this Recipe recipe, OriginalFolder folder) => recipe with
    {
        Data = recipe.Data with
        {
            Set = folder.FindData(recipe.Data.Set),
            Unlabelled = [.. recipe.Data.Unlabelled.Select(folder.FindData)],
            Outside = [.. recipe.Data.Outside.Select(folder.FindData)],
        },
        Teacher = recipe.Teacher.From(folder),
    };

    /// <inheritdoc cref="From(TrainRecipe, OriginalFolder)"/>
    public static SweepRecipe From(this SweepRecipe recipe, OriginalFolder folder) => recipe with
    {
        Data = folder.FindData(recipe.Data),
        Teacher = [.. recipe.Teacher.Select(folder.Find)],
        TeacherOptions = recipe.TeacherOptions.From(folder),
        Targets = Find(recipe.Targets, folder),
    };

    /// <inheritdoc cref="From(TrainRecipe, OriginalFolder)"/>
    private static TeacherRecipe From(this TeacherRecipe recipe, OriginalFolder folder) => recipe with
    {
        Files = [.. recipe.Files.Select(folder.Find)],
        Options = recipe.Options.From(folder),
        Vectors = Find(recipe.Vectors, folder),
    };

    private static ForeignTeacherOptions From(this ForeignTeacherOptions options, OriginalFolder folder) =>
        options with { ClassMap = Find(options.ClassMap, folder) };

    private static string? Find(string? path, OriginalFolder folder) => path is null ? null : folder.Find(path);
}
