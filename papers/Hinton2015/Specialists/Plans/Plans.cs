using Distill.Data;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;

namespace Hinton2015.Specialists;

/// <summary>What the plans of the parts share.</summary>
internal static class Plans
{
    /// <summary>Pixels by which training images move along each axis; they are mirrored too.</summary>
    public const int Shift = 3;

    /// <summary>The training of the convolutional nets; length and rate differ.</summary>
    public static TrainingOptions Training(double epochs, double rate) => new()
    {
        Duration = Duration.Epochs(epochs),
        BatchSize = 128,
        Optimizer = new AdamOptions(),
        Schedule = new CosineRate { Rate = rate },
        Augmentation = new Augmentation { Shift = Shift, Flip = true },
        Precision = Precision.Bf16,
    };

    /// <summary>The same training in a moment, on images that may be grey.</summary>
    public static TrainingOptions Brief(TrainingOptions training) => training with { Duration = Duration.Epochs(1), BatchSize = 64 };

    /// <summary>Problems of a training under its key.</summary>
    public static IEnumerable<string> TrainingProblems(TrainingOptions training, string key = "training") =>
        training.Problems().Select(problem => $"{key}.{problem}");
}
