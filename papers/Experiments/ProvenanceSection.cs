using Distill.Runs.Documents;

namespace Experiments;

/// <summary>What an experiment took, part by part, and what made its results.</summary>
internal static class ProvenanceSection
{
    /// <summary>The last section of a document.</summary>
    /// <param name="results">The experiment.</param>
    /// <param name="total">What all of it took, in a sentence; null for the sum of its parts.</param>
    public static Section Of(ExperimentResults results, string? total = null) => new(
        "provenance",
        "Time and provenance",
        total ?? $"All parts that ran took {new Measure(results.MinutesByPart.Values.Sum(), Unit.Minutes).Text} minutes.",
        [
            .. results.MinutesByPart.Count == 0 ? Array.Empty<Block>() :
            [
                new Table(
                    "Minutes by part", ["part", "minutes"],
                    [.. results.MinutesByPart.Select(part => (IReadOnlyList<Cell>)[Cell.Of(part.Key), Cell.Of(new Measure(part.Value, Unit.Minutes))])],
                    TableKind.Narrow),
            ],
            .. results.Provenance is { } provenance ? [Facts(provenance)] : Array.Empty<Block>(),
        ]);

    private static Facts Facts(ExperimentProvenance provenance) => new(
        "What made these results",
        [
            .. provenance.Commands.Select(command => new Fact(
                $"{string.Join(", ", command.Parts)}{(command.Commit is { } commit ? $", commit {commit}" : "")}", command.Command, IsCommand: true)),
            new("finished", MadeWith.Time(provenance.Finished)),
            new("seeds", string.Join(", ", provenance.Seeds)),
            new("machine", MadeWith.Machine(provenance.Machine)),
            new("software", MadeWith.Software(provenance.Versions)),
        ]);
}
