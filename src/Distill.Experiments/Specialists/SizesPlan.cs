namespace Distill.Experiments.Specialists;

/// <summary>Specialists of other numbers and sizes, on the first seed's generalist, measured on held-out images.</summary>
public sealed record SizesPlan
{
    /// <summary>What is tried.</summary>
    public IReadOnlyList<SizePlan> Trials { get; init; } =
    [
        new(5, 60, 1),
        new(10, 30, 1),
        new(20, 15, 1),
        new(20, 30, 1),
        new(10, null, 1),
    ];

    internal IEnumerable<string> Problems() =>
        Trials.SelectMany((trial, index) => SpecialistsPlan.Problems(trial.Count, trial.ClassesEach, trial.Passes).Select(problem => $"trials[{index}].{problem}"));

    internal SizesPlan Smoke() => this with { Trials = [new(2, 8, 1), new(3, null, 1)] };
}
