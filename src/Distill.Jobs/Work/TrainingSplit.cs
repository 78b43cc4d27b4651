using Distill.Data;
using Distill.Runs;

namespace Distill.Jobs.Work;

/// <summary>
/// What a training holds out and learns from. Labelling a data set makes the same split, so that a store serves the
/// training that it was made for.
/// </summary>
internal static class TrainingSplit
{
    /// <summary>Limits the examples and divides what is left.</summary>
    /// <param name="train">The training part of a data set.</param>
    /// <param name="limit">The most examples to use, picked evenly over the classes; null for all.</param>
    /// <param name="heldOut">The share of what is labelled to hold out, 0 to 1; nothing is held out where nothing is labelled.</param>
    /// <param name="seed">Decides which.</param>
    /// <exception cref="DistillException">A part that is asked for would be empty.</exception>
    public static (ExampleView HeldOut, ExampleView Examples) Of(ExampleView train, int? limit, double heldOut, long seed)
    {
        train = AtMost(train, limit, seed);
        var (part, examples) = Splits.Labelled(train, heldOut, seed);
        return (part.Count > 0 || heldOut == 0 || train.Labelled().Count == 0) && examples.Count > 0
            ? (part, examples)
            : throw new DistillException($"{train.Name} has {train.Count} examples, too few to hold out a share of {heldOut}.");
    }

    /// <summary>The examples, or as many of them as the limit allows, picked evenly over the classes.</summary>
    /// <param name="view">The examples.</param>
    /// <param name="limit">The most; null for all.</param>
    /// <param name="seed">Decides which.</param>
    public static ExampleView AtMost(ExampleView view, int? limit, long seed) => limit is { } most && most < view.Count
        ? Splits.Stratified(view, (double)most / view.Count, seed).Part
        : view;
}
