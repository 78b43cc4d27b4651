using Distill.Jobs.Export;
using Distill.Runs;

namespace Descendants.Plans;

/// <summary>Students as integers: how long they learn so, and how fast.</summary>
internal sealed record BitsPlan
{
    /// <summary>Passes over all views of the images.</summary>
    public double Epochs { get; init; } = 0.75;

    /// <summary>The learning rate at the start; it falls to 0 along a cosine. The default is that of an export.</summary>
    public double Rate { get; init; } = 1e-4;

    /// <summary>The training, of integers and of the students in f32 that train on as long.</summary>
    public IntegerTraining Training() => new(Epochs, Rate);

    /// <summary>What is out of range, one sentence each.</summary>
    public IEnumerable<string> Problems() => new ProblemList
    {
        { !(Epochs > 0 && double.IsFinite(Epochs)), FormattableString.Invariant($"epochs is {Epochs}; expected more than 0") },
        { !(Rate > 0 && double.IsFinite(Rate)), FormattableString.Invariant($"rate is {Rate}; expected more than 0") },
    };
}
