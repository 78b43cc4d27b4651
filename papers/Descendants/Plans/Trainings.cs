using Distill.Data;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;

namespace Descendants.Plans;

/// <summary>What the trainings share.</summary>
internal static class Trainings
{
    /// <summary>Of students, whose images vary by their views.</summary>
    public static TrainingOptions Of(double epochs, double rate) => new()
    {
        Duration = Duration.Epochs(epochs),
        BatchSize = 128,
        Optimizer = new AdamOptions(),
        Schedule = new CosineRate { Rate = rate },
    };

    /// <summary>Of teachers.</summary>
    public static TrainingOptions Augmented(double epochs, double rate, int shift) =>
        Of(epochs, rate) with { Augmentation = new Augmentation { Shift = shift, Flip = true } };

    /// <summary>In a moment.</summary>
    public static TrainingOptions Brief(TrainingOptions training) => training with { Duration = Duration.Epochs(1), BatchSize = 64, Augmentation = new() };
}
