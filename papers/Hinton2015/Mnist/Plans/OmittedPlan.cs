using Distill.Models;
using Distill.Training;

namespace Hinton2015.Mnist;

/// <summary>
/// Students that never see some digits, and know them by the teacher's soft targets alone: no 3, and only 7 and 8. The
/// labels take no part. The paper does not say the temperature.
/// </summary>
internal sealed record OmittedPlan
{
    /// <summary>Two hidden layers of 800.</summary>
    public MlpSpec Network { get; init; } = Plans.PlainNet;

    /// <summary>T. All that the student learns of a missing digit is in the teacher's smallest probabilities, which count most at a high T.</summary>
    public double Temperature { get; init; } = 100;

    /// <summary>
    /// Whether the students see the images at every shift of <see cref="StudentsPlan.Shift"/>, each with the teacher's answer
    /// for it as it is shifted. What a student knows of a digit that it never saw, it knows from others that look a little like
    /// it, and of these there are then more. An epoch then holds every image at every shift; without, every image as it is.
    /// </summary>
    public bool Jittered { get; init; } = true;

    /// <summary>One student of each transfer set for each.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3];

    /// <summary>How the students of nine digits are trained.</summary>
    public TrainingOptions Omit3Training { get; init; } = Plans.AdamTraining(epochs: 2, rate: 0.004);

    /// <summary>How the students of 7s and 8s are trained. An epoch is a fifth of the other set's.</summary>
    public TrainingOptions Only78Training { get; init; } = Plans.AdamTraining(epochs: 2, rate: 0.004);

    internal IEnumerable<string> Problems() =>
        Plans.Problems(Seeds, [Temperature], 0, Omit3Training, "omit3Training")
            .Concat(Only78Training.Problems().Select(problem => $"only78Training.{problem}"));

    internal OmittedPlan Smoke() => this with
    {
        Seeds = [.. Seeds.Take(2)],
        Omit3Training = Plans.Brief(Omit3Training),
        Only78Training = Plans.Brief(Only78Training),
    };
}
