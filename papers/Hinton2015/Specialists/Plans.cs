using Distill.Data;
using Distill.Models;
using Distill.Runs;
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

    /// <summary>What is wrong with seeds that must be some of the experiment's.</summary>
    public static IEnumerable<string> SeedProblems(IReadOnlyList<long> seeds, IReadOnlyList<long> all, string name = "seeds") => new ProblemList
    {
        { seeds.Distinct().Count() < seeds.Count || seeds.Except(all).Any(), $"{name} is [{string.Join(", ", seeds)}]; expected some of [{string.Join(", ", all)}], each once" },
    };

    /// <summary>Problems of a training under its key.</summary>
    public static IEnumerable<string> TrainingProblems(TrainingOptions training) => training.Problems().Select(problem => $"training.{problem}");
}

/// <summary>The net that has all classes.</summary>
internal sealed record GeneralistPlan
{
    /// <summary>Six convolutions and the classes.</summary>
    public NetworkSpec Network { get; init; } = new ConvNetSpec { Channels = [16, 32, 64], Depth = 2, Hidden = 0 };

    /// <summary>How it is trained; the seed is the experiment's.</summary>
    public TrainingOptions Training { get; init; } = Plans.Training(epochs: 10, rate: 0.003);

    internal IEnumerable<string> Problems() => Plans.TrainingProblems(Training);

    internal GeneralistPlan Smoke() => this with
    {
        Network = new ConvNetSpec { Channels = [4, 8], Hidden = 0 },
        Training = Plans.Brief(Training),
    };
}

/// <summary>
/// The generalist trained on for as long as all its specialists took, by their schedule; and an ensemble of generalists, of
/// about the same total cost.
/// </summary>
internal sealed record ControlsPlan
{
    /// <summary>Whose generalists are trained on.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2];

    internal IEnumerable<string> Problems(IReadOnlyList<long> seeds) => Plans.SeedProblems(Seeds, seeds);

    internal ControlsPlan Smoke() => this with { Seeds = [.. Seeds.Take(1)] };
}

/// <summary>Specialists of other numbers and sizes, on the first seed's generalist, measured on held-out images.</summary>
internal sealed record SizesPlan
{
    /// <summary>What is tried.</summary>
    public IReadOnlyList<SizePlan> Trials { get; init; } =
    [
        new() { Count = 5, ClassesEach = 60 },
        new() { Count = 10, ClassesEach = 30 },
        new() { Count = 20, ClassesEach = 15 },
        new() { Count = 20, ClassesEach = 30 },
        new() { Count = 10 },
    ];

    internal IEnumerable<string> Problems() =>
        Trials.SelectMany((trial, index) => SpecialistsPlan.Problems(trial.Count, trial.ClassesEach, trial.Passes).Select(problem => $"trials[{index}].{problem}"));

    internal SizesPlan Smoke() => this with { Trials = [new() { Count = 2, ClassesEach = 8 }, new() { Count = 3 }] };
}

/// <summary>Specialists of one number and size.</summary>
internal sealed record SizePlan
{
    /// <summary>How many, 2 or more.</summary>
    public required int Count { get; init; }

    /// <summary>How many classes each; null for a partition.</summary>
    public int? ClassesEach { get; init; }

    /// <summary>How often each sees the examples of its classes.</summary>
    public int Passes { get; init; } = 1;
}
