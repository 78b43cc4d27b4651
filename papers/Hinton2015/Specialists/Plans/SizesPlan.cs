using Distill.Objectives;
using Distill.Runs;

namespace Hinton2015.Specialists;

/// <summary>
/// Specialists of other numbers, sizes, rates and kinds, on the first seed's generalist, measured on held-out images: what the experiment's own
/// specialists were chosen from.
/// </summary>
internal sealed record SizesPlan
{
    /// <summary>What is tried.</summary>
    public IReadOnlyList<SizePlan> Trials { get; init; } =
    [
        new() { Count = 20, ClassesEach = 30, CountTemperature = 4 },
        new() { Count = 20, ClassesEach = 30, CountTemperature = 1 },
        new() { Count = 20, ClassesEach = 30, CountTemperature = 4, Rate = 0.001 },
        new() { Count = 20, ClassesEach = 30, CountTemperature = 4, FullSoftmax = true },
        new() { Count = 10, ClassesEach = 60, CountTemperature = 4 },
        new() { Count = 40, ClassesEach = 15, CountTemperature = 4 },
        new() { Count = 20, CountTemperature = 4 },
    ];

    /// <summary>T of the generalist's soft targets for specialists with a full softmax.</summary>
    public double Temperature { get; init; } = 2;

    internal IEnumerable<string> Problems() => new ProblemList
    {
        Distillation.Problems(Temperature, 0),
        Trials.SelectMany((trial, index) => trial.Problems().Select(problem => $"trials[{index}].{problem}")),
    };

    internal SizesPlan Smoke() => this with { Trials = [new() { Count = 2, ClassesEach = 8 }, new() { Count = 3, FullSoftmax = true }] };
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

    /// <summary>The learning rate at the start.</summary>
    public double Rate { get; init; } = 0.0003;

    /// <summary>T of the predictions that the classes are clustered by.</summary>
    public double CountTemperature { get; init; } = 1;

    /// <summary>Whether they have all classes, with the generalist's soft targets for those of others (section 6.1 of the paper).</summary>
    public bool FullSoftmax { get; init; }

    internal IEnumerable<string> Problems() => new ProblemList
    {
        SpecialistsPlan.Problems(Count, ClassesEach, Passes, CountTemperature),
        { !(Rate > 0 && double.IsFinite(Rate)), $"rate is {Rate}; expected more than 0" },
    };
}
