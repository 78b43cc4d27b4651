namespace Hinton2015.Specialists;

/// <summary>
/// The generalist trained on for as long as all its specialists took, by their schedule; and several generalists as one, of
/// about the same total cost.
/// </summary>
public sealed record ControlsPlan
{
    /// <summary>Whose generalists are trained on.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2];

    internal IEnumerable<string> Problems(IReadOnlyList<long> seeds) => Plans.SeedProblems(Seeds, seeds);

    internal ControlsPlan Smoke() => this with { Seeds = [.. Seeds.Take(1)] };
}
