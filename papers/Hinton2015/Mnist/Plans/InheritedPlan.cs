using Distill.Models;
using Distill.Training;

namespace Hinton2015.Mnist;

/// <summary>
/// The small net at T = 20 on images as they are once more, but begun with some of the teacher's own units in place of random
/// ones (<see cref="InheritedUnits"/>); beside it the same on labels.
/// </summary>
internal sealed record InheritedPlan
{
    /// <summary>Two hidden layers of 800.</summary>
    public MlpSpec Network { get; init; } = Plans.PlainNet;

    /// <summary>T.</summary>
    public double Temperature { get; init; } = 20;

    /// <summary>Weight on the labels in distillation, 0 to 1.</summary>
    public double HardWeight { get; init; }

    /// <summary>One student of each kind for each; it decides which units are drawn.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3, 4, 5];

    /// <summary>How they are trained.</summary>
    public TrainingOptions Training { get; init; } = Plans.AdamTraining(epochs: 10, rate: 0.002);

    internal IEnumerable<string> Problems() => Plans.Problems(Seeds, [Temperature], HardWeight, Training);

    internal InheritedPlan Smoke() => this with { Seeds = [.. Seeds.Take(2)], Training = Plans.Brief(Training) };
}
