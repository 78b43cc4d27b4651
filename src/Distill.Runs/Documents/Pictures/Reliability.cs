namespace Distill.Runs.Documents;

/// <summary>Whether models' confidence can be believed: a reliability diagram for each.</summary>
/// <param name="Diagrams">The diagrams; each has an example in at least one bin.</param>
internal sealed record Reliability(IReadOnlyList<ReliabilityDiagram> Diagrams) : Block
{
    /// <summary>What the diagrams show as a table, for readers without a picture.</summary>
    public Table AsTable() => new(
        "Confidence against the share that is right",
        ["model", "in short"],
        [.. Diagrams.Select(diagram => (IReadOnlyList<Cell>)[Cell.Of(diagram.Name), Cell.Of(diagram.InShort)])]);

    internal override bool HasHoles() => Diagrams.Any(diagram => diagram?.Bins is null || diagram.Bins.Any(bin => bin is null));
}
