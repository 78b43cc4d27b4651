using Distill.Models;
using Distill.Training;

namespace Hinton2015.Mnist;

/// <summary>
/// The small net without any regularisation: on labels alone, and at T = 20 on the same 60,000 images, "the task of
/// matching the soft targets". Then what the paper did not try: the student sees jittered images, and learns the teacher's
/// answers for these very images.
/// </summary>
internal sealed record StudentsPlan
{
    /// <summary>Two hidden layers of 800.</summary>
    public MlpSpec Network { get; init; } = Plans.SmallNet;

    /// <summary>T.</summary>
    public double Temperature { get; init; } = 20;

    /// <summary>A second T on the same images: what the students' held-out images prefer, between 4 and 8.</summary>
    public double LowerTemperature { get; init; } = 6;

    /// <summary>Weight on the labels in distillation, 0 to 1.</summary>
    public double HardWeight { get; init; } = 0.1;

    /// <summary>One student of each kind for each.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3, 4, 5];

    /// <summary>How the students on labels are trained. They know their labels by heart long before it ends.</summary>
    public TrainingOptions HardTraining { get; init; } = Plans.StudentTraining(epochs: 30);

    /// <summary>How the students on soft targets of the same images are trained; these go on teaching.</summary>
    public TrainingOptions Training { get; init; } = Plans.StudentTraining(epochs: 100);

    /// <summary>Pixels by which images move along each axis for the consistent student.</summary>
    public int Shift { get; init; } = 2;

    /// <summary>T of the consistent students, who learn from the teacher alone.</summary>
    public double ConsistentTemperature { get; init; } = 8;

    /// <summary>How the consistent students are trained; an epoch holds every image at every shift.</summary>
    public TrainingOptions ConsistentTraining { get; init; } = Plans.StudentTraining(epochs: 4, rate: 0.04);

    internal IEnumerable<string> Problems() =>
        Plans.Problems(Seeds, [Temperature, LowerTemperature, ConsistentTemperature], HardWeight, Training)
            .Concat(HardTraining.Problems().Select(problem => $"hardTraining.{problem}"))
            .Concat(ConsistentTraining.Problems().Select(problem => $"consistentTraining.{problem}"));

    internal StudentsPlan Smoke() => this with
    {
        Seeds = [.. Seeds.Take(2)],
        HardTraining = Plans.Brief(HardTraining),
        Training = Plans.Brief(Training),
        Shift = 1,
        ConsistentTraining = Plans.Brief(ConsistentTraining),
    };
}
