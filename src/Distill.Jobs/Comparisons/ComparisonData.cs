using Distill.Data;
using Distill.Jobs.Recipes;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Runs;

namespace Distill.Jobs.Comparisons;

/// <summary>The examples of a comparison, divided.</summary>
/// <param name="Everything">All that students may learn from: <paramref name="All"/>, the recipe's unlabelled examples and its variations.</param>
/// <param name="All">Training examples that are not held out.</param>
/// <param name="Labelled">The part of <paramref name="All"/> for which the student's team has labels.</param>
/// <param name="HeldOut">Training examples kept for choices.</param>
/// <param name="Test">The test set; it measures, and chooses nothing.</param>
/// <param name="Normalisation">Mean and deviation of <paramref name="All"/>.</param>
internal sealed record ComparisonData(
    ExampleView Everything, ExampleView All, ExampleView Labelled, ExampleView HeldOut, ExampleView Test, Normalisation Normalisation)
{
    private Func<RowRecipe, ExampleView>? OfRow { get; init; }

    /// <summary>Examples of no class, to measure by; null where the recipe names none.</summary>
    public ExampleView? Outside { get; init; }

    /// <summary>What the students of a row learn from.</summary>
    public ExampleView Of(RowRecipe row) => OfRow?.Invoke(row) ?? (row.Examples == RowExamples.Labelled ? Labelled : All);

    /// <summary>Divides a data set as the recipe says.</summary>
    /// <exception cref="DistillException">A part would be empty.</exception>
    public static ComparisonData Divide(ExampleView train, ExampleView test, DataRecipe recipe, TransferSource? transfer = null)
    {
        train = TrainingSplit.AtMost(train, recipe.Limit, recipe.Seed);
        test = TrainingSplit.AtMost(test, recipe.Limit, recipe.Seed);
        var (heldOut, all) = Splits.Labelled(train, recipe.HeldOut, recipe.Seed);

        // Of what is not held out, so that the labelled share is one of all training examples.
        var share = Math.Min(1, recipe.Labelled * train.Labelled().Count / Math.Max(1, all.Labelled().Count));
        var (labelled, _) = Splits.Labelled(all, share, recipe.Seed + 1);
        foreach (var (part, name) in new[] { (all, "training"), (labelled, "labelled"), (heldOut, "held-out"), (test, "test") })
        {
            if (part.Count == 0)
            {
                throw new DistillException($"The {name} part of {train.Name} is empty; use more data or a larger share.");
            }
        }

        var normalisation = PixelStatistics.Of(all).ToNormalisation();
        if (transfer is null)
        {
            return new ComparisonData(all, all, labelled, heldOut, test, normalisation);
        }

        // Stored targets serve the view that they were made for and its parts.
        var most = recipe.Limit ?? int.MaxValue;
        var everything = transfer.With(all, most);
        return new ComparisonData(
            everything, transfer.Within(everything, all, 0, varied: false), transfer.Within(everything, labelled, 0, varied: false), heldOut, test, normalisation)
        {
            OfRow = row => transfer.Within(
                everything, row.Examples == RowExamples.Labelled ? labelled : all, row.Examples == RowExamples.WithUnlabelled ? most : 0, row.Varied),
        };
    }
}
