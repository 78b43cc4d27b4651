using Distill.Objectives;
using Distill.Runs;
using Distill.Training;

namespace Hinton2015.Specialists;

/// <summary>
/// Each generalist with its specialists distilled into one net like the generalist, from a random start and from the generalist itself; and
/// the same two trainings by the generalist's answers alone. The teachers answer once for some views of each image, which all four see.
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

    /// <summary>How a net of random weights is trained; an epoch holds all views of an image.</summary>
    public TrainingOptions Training { get; init; } = Plans.Training(epochs: 2, rate: 0.003) with { Augmentation = new() };

    /// <summary>How the generalist itself is trained on.</summary>
    public TrainingOptions Continued { get; init; } = Plans.Training(epochs: 1.25, rate: 0.001) with { Augmentation = new() };

    internal IEnumerable<string> Problems() => new ProblemList
    {
        { Views is < 1 or > MostViews, $"views is {Views}; expected 1 to {MostViews}" },
        Distillation.Problems(Temperature, HardWeight),
        Plans.TrainingProblems(Training),
        Plans.TrainingProblems(Continued, "continued"),
    };

    internal DistilledBackPlan Smoke() => this with { Views = 2, Training = Plans.Brief(Training), Continued = Plans.Brief(Continued) };
}
