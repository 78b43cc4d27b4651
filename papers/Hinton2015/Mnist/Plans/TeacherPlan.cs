using Distill.Data;
using Distill.Models;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;

namespace Hinton2015.Mnist;

/// <summary>
/// The large net: dropout, constrained weights, images jittered by up to two pixels, all 60,000 of them. The paper names
/// these and no epochs, batch or rate.
/// </summary>
internal sealed record TeacherPlan
{
    /// <summary>Two hidden layers of 1200, with dropout and max-norm.</summary>
    public MlpSpec Network { get; init; } = new() { Widths = [1200, 1200], InputDropout = 0.2, HiddenDropout = 0.5, MaxNorm = 15 };

    /// <summary>How it is trained.</summary>
    public TrainingOptions Training { get; init; } = new()
    {
        Duration = Duration.Epochs(500),
        BatchSize = 256,
        Optimizer = new AdamOptions(),
        Schedule = new CosineRate { Rate = 0.001 },
        Augmentation = new Augmentation { Shift = 2 },
        Precision = Precision.Bf16,
    };

    internal IEnumerable<string> Problems() => Training.Problems().Select(problem => $"training.{problem}");

    internal TeacherPlan Smoke() => this with { Training = Plans.Brief(Training) };
}
