using Distill.Data;
using Distill.Jobs.Recipes;
using Distill.Runs;
using Distill.Teachers;
using Distill.Training.Hints;

namespace Distill.Jobs.Comparisons;

/// <summary>The vectors that rows of a comparison follow, opened for the examples of each.</summary>
internal sealed class RowVectors : IDisposable
{
    private readonly Dictionary<string, VectorMatching> matching = [];

    /// <param name="recipe">Its rows.</param>
    /// <param name="examples">What each row sees, by its id.</param>
    /// <exception cref="DistillException">The store is damaged, or of other examples.</exception>
    public RowVectors(Recipe recipe, IReadOnlyDictionary<string, ExampleView> examples)
    {
        try
        {
            foreach (var row in recipe.Rows.Where(row => row.Vectors is not null))
            {
                matching[row.Id] = new VectorMatching(StoredVectors.Open(recipe.Teacher.Vectors!, examples[row.Id])) { Weight = row.Vectors!.Value };
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Those of a row; null for none.</summary>
    public VectorMatching? Of(RowRecipe row) => matching.GetValueOrDefault(row.Id);

    public void Dispose()
    {
        foreach (var row in matching.Values)
        {
            row.Teacher.Dispose();
        }
    }
}
