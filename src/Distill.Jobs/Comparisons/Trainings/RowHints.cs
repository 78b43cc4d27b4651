using Distill.Data;
using Distill.Jobs.Recipes;
using Distill.Jobs.Recipes.Hints;
using Distill.Jobs.Teachers;
using Distill.Runs;
using Distill.Training.Hints;

namespace Distill.Jobs.Comparisons;

/// <summary>The hidden layers that rows of a comparison follow: those of the teacher's first model, a generalist where it has specialists.</summary>
internal sealed class RowHints : IDisposable
{
    private readonly ILayerTeacher? guide;

    /// <param name="recipe">Its rows.</param>
    /// <param name="model">The file of the teacher's first model.</param>
    /// <param name="examples">What the model will see.</param>
    /// <exception cref="DistillException">A row has hints, and the file is no model whose layers have names.</exception>
    public RowHints(Recipe recipe, string model, ExampleView examples)
    {
        if (recipe.Rows.SelectMany(row => HintChoice.Pairs(row.Hints)).Select(pair => pair.Teacher).Distinct().ToList() is { Count: > 0 } layers)
        {
            guide = GuidingLayers.Open(model, examples, layers, recipe.Teacher.Options, "Leave hints out of the rows, or take another teacher.");
        }
    }

    /// <summary>Those of a row; null for none.</summary>
    public HintMatching? Of(RowRecipe row) => row.Hints.Count == 0 ? null
        : new HintMatching(guide!, HintChoice.Pairs(row.Hints)) { Kind = row.HintKind, Weight = row.HintWeight };

    public void Dispose() => guide?.Dispose();
}
