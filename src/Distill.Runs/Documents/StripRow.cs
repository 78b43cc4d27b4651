namespace Distill.Runs.Documents;

/// <summary>Students of one kind on one line of a strip.</summary>
/// <param name="Name">What to call them.</param>
/// <param name="Colour">Their colour, 0 to 6, as in plots.</param>
/// <param name="Detail">How they were trained, in small.</param>
/// <param name="Errors">Their test errors, one a seed.</param>
internal sealed record StripRow(string Name, int Colour, string Detail, IReadOnlyList<long> Errors)
{
    /// <summary>The seeds, in the same order; null where they are not known.</summary>
    public IReadOnlyList<long>? Seeds { get; init; }
}
