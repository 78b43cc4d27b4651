using Distill.Objectives;
using Distill.Runs;
using Distill.Training;

namespace Hinton2015.Specialists;

/// <summary>
/// A net like the generalist, from a random start, on soft targets of the combination. The teachers answer once for some views
/// of each image, so that a student costs what the generalist cost.
/// </summary>
internal sealed record DistilledBackPlan
{
    private const int MostViews = 2 * ((2 * Plans.Shift) + 1) * ((2 * Plans.Shift) + 1);

    /// <summary>How many views of each image there are, each shifted and perhaps mirrored; 1 to 98.</summary>
    public int Views { get; init; } = 4;

    /// <summary>T, of the soft targets.</summary>
    public double Temperature { get; init; } = 2;

    /// <summary>Weight on the labels, 0 to 1.</summary>
    public double HardWeight { get; init; } = 0.5;

    /// <summary>How it is trained; an epoch holds all views of an image.</summary>
    public TrainingOptions Training { get; init; } = Plans.Training(epochs: 2.5, rate: 0.003) with { Augmentation = new() };

    /// <summary>Seeds of students that the generalist alone teaches, for comparison.</summary>
    public IReadOnlyList<long> ControlSeeds { get; init; } = [1];

    /// <summary>Whether the generalists themselves are trained on in the same way too, in place of a net of random weights.</summary>
    public bool Continued { get; init; } = true;

    internal IEnumerable<string> Problems(IReadOnlyList<long> seeds) => new ProblemList
    {
        { Views is < 1 or > MostViews, $"views is {Views}; expected 1 to {MostViews}" },
        Distillation.Problems(Temperature, HardWeight),
        Plans.TrainingProblems(Training),
        Plans.SeedProblems(ControlSeeds, seeds, "controlSeeds"),
    };

    internal DistilledBackPlan Smoke() => this with { Views = 2, Training = Plans.Brief(Training) };
}
