using Distill.Data;
using Distill.Runs;

namespace Distill.Jobs.Work;

/// <summary>What a training uses, holds out and learns from. What comes after it, such as an export, makes the same split by the same numbers.</summary>
/// <param name="Limit">The most examples to use, picked evenly over the classes; null for all.</param>
/// <param name="HeldOut">The share of what is labelled to hold out, 0 to 1; nothing is held out where nothing is labelled.</param>
/// <param name="Seed">Decides which.</param>
internal readonly record struct TrainingSplit(int? Limit, double HeldOut, long Seed)
{
    /// <summary>What is out of range where held-out examples choose or measure, one sentence each.</summary>
    public IEnumerable<string> Problems() => new ProblemList
    {
        { HeldOut is not (0 or (>= 0.01 and <= 0.5)), $"heldOut is {HeldOut}; expected 0.01 to 0.5, or 0 for none" },
        { Limit is < 20, $"limit is {Limit}; expected 20 or more" },
    };

    /// <summary>Limits the examples and divides what is left.</summary>
    /// <param name="train">The training part of a data set.</param>
    /// <exception cref="DistillException">A part that is asked for would be empty.</exception>
    public (ExampleView HeldOut, ExampleView Examples) Of(ExampleView train)
    {
        train = AtMost(train, Limit, Seed);
        var (part, examples) = Splits.Labelled(train, HeldOut, Seed);
        return (part.Count > 0 || HeldOut == 0 || train.Labelled().Count == 0) && examples.Count > 0
            ? (part, examples)
            : throw TooFew(train);
    }

    /// <summary>The same where labels do not matter: a share of all examples is held out.</summary>
    /// <param name="train">The training part of a data set.</param>
    /// <exception cref="DistillException">A part that is asked for would be empty.</exception>
    public (ExampleView HeldOut, ExampleView Examples) OfAll(ExampleView train)
    {
        train = AtMost(train, Limit, Seed);
        var (part, examples) = Splits.Stratified(train, HeldOut, Seed);
        return (part.Count > 0 || HeldOut == 0) && examples.Count > 0 ? (part, examples) : throw TooFew(train);
    }

    /// <summary>The examples, or as many of them as the limit allows, picked evenly over the classes.</summary>
    /// <param name="view">The examples.</param>
    /// <param name="limit">The most; null for all.</param>
    /// <param name="seed">Decides which.</param>
    public static ExampleView AtMost(ExampleView view, int? limit, long seed) => limit is { } most && most < view.Count
        ? Splits.Stratified(view, (double)most / view.Count, seed).Part
        : view;

    private DistillException TooFew(ExampleView train) => new($"{train.Name} has {train.Count} examples, too few to hold out a share of {HeldOut}.");
}
