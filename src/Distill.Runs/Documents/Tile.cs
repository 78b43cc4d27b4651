namespace Distill.Runs.Documents;

/// <summary>A number at a glance.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The number with its unit, as people read it.</param>
/// <param name="Detail">What it rests on, in small.</param>
internal sealed record Tile(string Name, string Value, string Detail);
