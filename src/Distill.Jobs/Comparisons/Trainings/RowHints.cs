using Distill.Jobs.Recipes;
using Distill.Jobs.Recipes.Hints;
using Distill.Jobs.Teachers;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Runs;
using Distill.Training.Hints;

namespace Distill.Jobs.Comparisons;

/// <summary>The hidden layers that rows of a comparison follow: those of the teacher's first model, a generalist where it has specialists.</summary>
internal sealed class RowHints : IDisposable
{
    private readonly Classifier? guide;

    /// <param name="recipe">Its rows.</param>
    /// <param name="model">The file of the teacher's first model.</param>
    /// <exception cref="DistillException">A row has hints, and the file is no model of this toolkit.</exception>
    public RowHints(Recipe recipe, string model)
    {
        if (recipe.Rows.FirstOrDefault(row => row.Hints.Count > 0) is { } row)
        {
            guide = OpenedTeacher.IsModelFile(model) ? ModelFile.Load(ModelPath.Of(model))
                : throw new DistillException($"rows: '{row.Id}' has hints, and {model} is no model file of this toolkit, whose hidden layers have names; leave hints out, or take another teacher.");
        }
    }

    /// <summary>Those of a row; null for none.</summary>
    public HintMatching? Of(RowRecipe row) => row.Hints.Count == 0 ? null
        : new HintMatching(guide!, HintChoice.Pairs(row.Hints)) { Kind = row.HintKind, Weight = row.HintWeight };

    public void Dispose() => guide?.Dispose();
}
