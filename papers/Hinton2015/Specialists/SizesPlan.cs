namespace Hinton2015.Specialists;

/// <summary>Specialists of other numbers and sizes, on the first seed's generalist, measured on held-out images.</summary>
public sealed record SizesPlan
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
