using Distill.Jobs.Recipes;
using Distill.Runs;

namespace Distill.Jobs.Comparisons;

/// <summary>
/// The story that users live: a strong ensemble exists, trained on everything; a product team has labels for a tenth of
/// the images and needs a net with at least twenty times fewer multiply-adds. The recipe itself is recipes/quickstart.json.
/// </summary>
internal static class QuickstartRecipe
{
    private const string Resource = "quickstart.json";

    /// <summary>The recipe.</summary>
    /// <param name="full">Adds the same student distilled on the whole labelled set.</param>
    public static Recipe Load(bool full)
    {
        using var stream = typeof(QuickstartRecipe).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"the assembly lacks {Resource}");
        using var reader = new StreamReader(stream);
        var recipe = StrictJson.Read<Recipe>(reader.ReadToEnd(), "recipes/quickstart.json");
        recipe.Validate("recipes/quickstart.json");
        return full ? WithFullRow(recipe) : recipe;
    }

    private static Recipe WithFullRow(Recipe recipe) => recipe with
    {
        Rows =
        [
            .. recipe.Rows,
            new RowRecipe
            {
                Id = "distilledFull", Label = "Distilled, all images", Examples = RowExamples.All, Epochs = recipe.Rows.Max(row => row.Epochs),
            },
        ],
    };
}
