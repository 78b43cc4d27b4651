using Distill.Models;
using Distill.Training;

namespace Hinton2015.Mnist;

/// <summary>
/// The small net on images as they are and on mixtures of two of them, with the teacher's answers for these very mixtures: no image
/// is moved, and no label is used. The recipe is that of the consistent students.
/// </summary>
internal sealed record MixturesPlan
{
    /// <summary>Two hidden layers of 800.</summary>
    public MlpSpec Network { get; init; } = Plans.SmallNet;

    /// <summary>Mixtures that begin with each image, beside the image itself: as many as the consistent students have shifts.</summary>
    public int Mixtures { get; init; } = 24;

    /// <summary>T.</summary>
    public double Temperature { get; init; } = 8;

    /// <summary>How they are trained; an epoch holds every image and every mixture.</summary>
    public TrainingOptions Training { get; init; } = Plans.StudentTraining(epochs: 4, rate: 0.04);

    /// <summary>One student for each.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3, 4, 5];

    internal IEnumerable<string> Problems() =>
        Plans.Problems(Seeds, [Temperature], hardWeight: 0, Training)
            .Concat(Mixtures is < 1 or > 1000 ? [$"mixtures is {Mixtures}; expected 1 to 1,000"] : Array.Empty<string>());

    internal MixturesPlan Smoke() => this with { Seeds = [.. Seeds.Take(2)], Mixtures = 2, Training = Plans.Brief(Training) };
}
