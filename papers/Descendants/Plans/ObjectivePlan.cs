using Distill.Jobs.Recipes;
using Distill.Runs;
using Distill.Training.Hints;

namespace Descendants.Plans;

/// <summary>One way to learn from a teacher, with the numbers that are tried.</summary>
internal sealed record ObjectivePlan
{
    /// <summary>A short key, for example "decoupled".</summary>
    public required string Name { get; init; }

    /// <summary>What is minimised.</summary>
    public ObjectiveKind Kind { get; init; }

    /// <summary>What of the teacher's hidden layers is reproduced beside it; null for nothing.</summary>
    public HintKind? Hints { get; init; }

    /// <summary>The numbers that are tried, one or more.</summary>
    public required IReadOnlyList<ObjectiveSetting> Candidates { get; init; }

    /// <summary>The objective with some numbers.</summary>
    public IObjective Make(ObjectiveSetting numbers) => Kind.Make(numbers.Temperature, numbers.HardWeight, numbers.Weights);

    /// <summary>What is out of range, one sentence each.</summary>
    public IEnumerable<string> Problems() => new ProblemList
    {
        { Name.Length == 0 || !Name.All(char.IsAsciiLetterOrDigit), $"objectives: '{Name}' is not made of letters and digits" },
        { Candidates.Count == 0, $"objectives: {Name} has no candidates" },
        Candidates.SelectMany(numbers => ObjectiveChoice.Problems(numbers.Temperature, numbers.HardWeight).Concat(Kind.Problems(numbers.Temperature, numbers.HardWeight, numbers.Weights)))
            .Distinct().Select(problem => $"objectives: {Name}: {problem}"),
        { Hints is null && Candidates.Any(numbers => numbers.HintWeight is not null), $"objectives: {Name} has a hintWeight and no hints" },
        { Hints is not null && Candidates.Any(numbers => numbers.HintWeight is not > 0), $"objectives: {Name} lacks a hintWeight above 0" },
    };

    /// <summary>The same with two candidates.</summary>
    public ObjectivePlan Smoke() => this with { Candidates = [.. Candidates.Take(2)] };
}

/// <summary>Numbers of an objective.</summary>
/// <param name="Temperature">T of the soft targets; not read where an objective has none.</param>
/// <param name="HardWeight">Weight on the labels, 0 to 1.</param>
/// <param name="Weights">Of the objective's own terms; null for the published ones.</param>
/// <param name="HintWeight">Of the hidden layers; null where there are none.</param>
internal sealed record ObjectiveSetting(double Temperature, double HardWeight, IReadOnlyList<double>? Weights = null, double? HintWeight = null)
{
    /// <summary>For example "T 4, labels 0.1, weights 1 and 8".</summary>
    public string Words => string.Join(", ", new[]
    {
        FormattableString.Invariant($"T {Temperature}"),
        FormattableString.Invariant($"labels {HardWeight}"),
        Weights is null ? null : $"weights {string.Join(" and ", Weights.Select(weight => FormattableString.Invariant($"{weight}")))}",
        HintWeight is { } weight ? FormattableString.Invariant($"hints {weight}") : null,
    }.OfType<string>());
}
