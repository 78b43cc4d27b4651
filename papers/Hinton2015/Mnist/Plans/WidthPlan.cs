using Distill.Training;

namespace Hinton2015.Mnist;

/// <summary>The students of one width in the part about temperature.</summary>
internal sealed record WidthPlan
{
    /// <summary>Units of each of the two hidden layers.</summary>
    public required int Width { get; init; }

    /// <summary>One student of each temperature for each; small nets vary more from seed to seed, and cost less.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3, 4, 5];

    /// <summary>How they are trained.</summary>
    public TrainingOptions Training { get; init; } = Plans.AdamTraining(epochs: 20);
}
