using Distill.Runs;

namespace Hinton2015.Specialists;

/// <summary>Simpler combinations of the same specialists, and more top classes.</summary>
internal sealed record VariantsPlan
{
    /// <summary>n: how many of the generalist's most probable classes call their specialists.</summary>
    public IReadOnlyList<int> TopClasses { get; init; } = [1, 2, 3];

    internal IEnumerable<string> Problems() => new ProblemList
    {
        { TopClasses.Any(count => count is < 1 or > 100), $"topClasses is [{string.Join(", ", TopClasses)}]; expected numbers from 1 to 100" },
    };

    internal VariantsPlan Smoke() => this with { TopClasses = [1, 2] };
}
