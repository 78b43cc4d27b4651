using Distill.Data;
using Distill.Experiments.Recipes;
using Distill.Runs;

namespace Distill.Experiments.Jobs;

/// <summary>
/// What a training holds out and learns from. Labelling a data set makes the same split, so that a store serves the
/// training that it was made for.
/// </summary>
internal static class TrainingSplit
{
    public static (ExampleView HeldOut, ExampleView Examples) Of(ExampleView train, TrainRecipe recipe)
    {
        if (recipe.Limit is { } limit && limit < train.Count)
        {
            train = Splits.Stratified(train, (double)limit / train.Count, recipe.SplitSeed).Part;
        }

        var (heldOut, examples) = Splits.Stratified(train, recipe.HeldOut, recipe.SplitSeed);
        return heldOut.Count > 0 && examples.Count > 0
            ? (heldOut, examples)
            : throw new DistillException($"{train.Name} has {train.Count} examples, too few to hold out a share of {recipe.HeldOut}.");
    }
}
