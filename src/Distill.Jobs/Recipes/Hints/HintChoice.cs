using Distill.Runs;
using Distill.Training.Hints;

namespace Distill.Jobs.Recipes.Hints;

/// <summary>What a training's recipe says of hints, as the training takes it.</summary>
internal static class HintChoice
{
    private const char Follows = '=';

    /// <summary>What is wrong with hints, one sentence each.</summary>
    public static IEnumerable<string> Problems(TrainRecipe recipe) => new ProblemList
    {
        recipe.Hints.Where(pair => !IsPair(pair))
            .Select(pair => $"hints has '{pair}'; expected a layer of the student, =, and the layer of the model that it follows, for example relu1=relu2"),
        { recipe.Hints.Count > 0 && Model(recipe) is null, "hints are given, and no one model whose layers guide: name it by hintModel, or give one as the teacher" },
        { recipe.HintsAlone && recipe.Hints.Count == 0, "hintsAlone is true, and there are no hints; name layers" },
        { recipe.HintsAlone && recipe.Embedder, "hintsAlone and embedder are both true; leave one of them out" },
        { !double.IsFinite(recipe.HintWeight) || recipe.HintWeight <= 0, $"hintWeight is {recipe.HintWeight}; expected a finite number above 0" },
        { !Enum.IsDefined(recipe.HintKind), $"hintKind is {recipe.HintKind}; expected {string.Join(", ", Enum.GetNames<HintKind>())}" },
    };

    /// <summary>Whether a text names two layers, as "relu1=relu2" does.</summary>
    public static bool IsPair(string? pair) => pair?.Split(Follows) is [{ Length: > 0 }, { Length: > 0 }];

    /// <summary>The layers of a student with those that they follow.</summary>
    /// <param name="hints">Each a pair.</param>
    public static IReadOnlyList<(string Student, string Teacher)> Pairs(IReadOnlyList<string> hints) =>
        [.. hints.Select(pair => pair.Split(Follows)).Select(names => (names[0], names[1]))];

    /// <summary>Keys of hints that nothing reads.</summary>
    public static IEnumerable<IdleKey> IdleKeys(TrainRecipe recipe)
    {
        if (recipe.Hints.Count == 0)
        {
            const string none = "there are no hints";
            yield return new("hintModel", recipe.HintModel is not null, none);
            yield return new("hintKind", recipe.HintKind != default, none);
            yield return new("hintWeight", recipe.HintWeight != 1, none);
        }

        if (recipe is { HintsAlone: true, HintModel: not null })
        {
            yield return new("teacher", recipe.Teacher.Count > 0, "hidden layers alone learn, and hintModel names the model that they follow");
        }
    }

    /// <summary>The model whose layers guide: the one that is named, or the only teacher; null for none.</summary>
    public static string? Model(TrainRecipe recipe) => recipe.HintModel ?? (recipe.Teacher is [var only] ? only : null);

    /// <summary>The term beside the objective; null for none.</summary>
    /// <param name="recipe">What was asked for.</param>
    /// <param name="model">The model whose layers guide.</param>
    public static HintMatching? Of(TrainRecipe recipe, ILayerTeacher? model) => model is null ? null
        : new HintMatching(model, Pairs(recipe.Hints)) { Weight = recipe.HintWeight, Kind = recipe.HintKind };
}
