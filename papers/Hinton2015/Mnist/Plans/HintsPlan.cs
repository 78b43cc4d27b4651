using Distill.Models;
using Distill.Training;

namespace Hinton2015.Mnist;

/// <summary>
/// The small net on images as they are once more, from a random start, in two stages: first its hidden layers learn to say what
/// the teacher's do, then it is distilled. The paper has no hints; they are of Romero et al., FitNets (2015).
/// </summary>
internal sealed record HintsPlan
{
    /// <summary>Two hidden layers of 800.</summary>
    public MlpSpec Network { get; init; } = Plans.PlainNet;

    /// <summary>How the hidden layers are trained in the first stage.</summary>
    public TrainingOptions HintTraining { get; init; } = Plans.AdamTraining(epochs: 30, rate: 0.002);

    /// <summary>T of the second stage.</summary>
    public double Temperature { get; init; } = 20;

    /// <summary>Weight on the labels in the second stage, 0 to 1.</summary>
    public double HardWeight { get; init; }

    /// <summary>How the second stage is trained: as the students of <see cref="InheritedPlan"/>.</summary>
    public TrainingOptions Training { get; init; } = Plans.AdamTraining(epochs: 10, rate: 0.002);

    /// <summary>One student for each.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3, 4, 5];

    internal IEnumerable<string> Problems() =>
        Plans.Problems(Seeds, [Temperature], HardWeight, Training).Concat(HintTraining.Problems().Select(problem => $"hintTraining.{problem}"));

    internal HintsPlan Smoke() =>
        this with { Seeds = [.. Seeds.Take(2)], HintTraining = Plans.Brief(HintTraining), Training = Plans.Brief(Training) };
}
