using Distill.Objectives;
using Distill.Runs;

namespace Hinton2015.Specialists;

/// <summary>
/// Simpler combinations of the same specialists, more top classes, and specialists with a full softmax: labels for their own
/// classes, the generalist's soft targets for the others (section 6.1 of the paper).
/// </summary>
internal sealed record VariantsPlan
{
    /// <summary>Further n: how many of the generalist's most probable classes call their specialists.</summary>
    public IReadOnlyList<int> TopClasses { get; init; } = [2, 3];

    /// <summary>T of the generalist's soft targets for a specialist with a full softmax.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Whose specialists are trained with a full softmax too.</summary>
    public IReadOnlyList<long> FullSoftmaxSeeds { get; init; } = [1];

    internal IEnumerable<string> Problems(IReadOnlyList<long> seeds) => new ProblemList
    {
        { TopClasses.Any(count => count is < 1 or > 100), $"topClasses is [{string.Join(", ", TopClasses)}]; expected numbers from 1 to 100" },
        Distillation.Problems(Temperature, 0),
        Plans.SeedProblems(FullSoftmaxSeeds, seeds, "fullSoftmaxSeeds"),
    };

    internal VariantsPlan Smoke() => this with { TopClasses = [2] };
}
