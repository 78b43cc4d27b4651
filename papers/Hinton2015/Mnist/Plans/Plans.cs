using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;

namespace Hinton2015.Mnist;

/// <summary>What the plans of the parts share.</summary>
internal static class Plans
{
    /// <summary>"A smaller net with two hidden layers of 800 rectified linear hidden units and no regularization."</summary>
    public static MlpSpec PlainNet { get; } = new() { Widths = [800, 800] };

    /// <summary>
    /// The same net for the longest trainings on labels and soft targets. Its first layer starts near 0, so that it is made
    /// of the images it learns from.
    /// </summary>
    public static MlpSpec SmallNet { get; } = new() { Widths = [800, 800], FirstLayerScale = 0.03 };

    /// <summary>The training of <see cref="SmallNet"/>, on pixels from 0 to 1; only its length differs. Twice the rate diverges.</summary>
    public static TrainingOptions StudentTraining(double epochs, double rate = 0.05) => new()
    {
        Duration = Duration.Epochs(epochs),
        BatchSize = 100,
        Optimizer = new SgdOptions { Nesterov = true },
        Schedule = new CosineRate { Rate = rate, WarmUp = Duration.Steps(600) },
        Precision = Precision.Bf16,
    };

    /// <summary>
    /// The training of nets whose temperatures or transfer sets are compared; only its length differs. It is stable at every
    /// temperature, and with centred pixels carries furthest to digits that were never seen.
    /// </summary>
    public static TrainingOptions AdamTraining(double epochs, double rate = 0.003) => new()
    {
        Duration = Duration.Epochs(epochs),
        BatchSize = 256,
        Optimizer = new AdamOptions(),
        Schedule = new CosineRate { Rate = rate },
        Precision = Precision.Bf16,
    };

    /// <summary>The same training in a moment.</summary>
    public static TrainingOptions Brief(TrainingOptions training) =>
        training with { Duration = Duration.Epochs(1), BatchSize = 100, Schedule = training.Schedule with { WarmUp = null } };

    /// <summary>What is wrong with the seeds and the settings of distilled students.</summary>
    public static IEnumerable<string> Problems(
        IReadOnlyList<long> seeds, IEnumerable<double> temperatures, double hardWeight, TrainingOptions training, string trainingKey = "training") => new ProblemList
    {
        { seeds.Count == 0 || seeds.Distinct().Count() < seeds.Count, $"seeds is [{string.Join(", ", seeds)}]; expected one or more, each once" },
        temperatures.SelectMany(temperature => Distillation.Problems(temperature, hardWeight)).Distinct(),
        { $"{trainingKey}.", training.Problems() },
    };
}
