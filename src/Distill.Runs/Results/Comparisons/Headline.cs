namespace Distill.Runs.Results;

/// <summary>The two rows that the report's first sentence compares.</summary>
/// <param name="Row">The row to praise, for example "transfer".</param>
/// <param name="Baseline">The row it is measured against, for example "hard".</param>
/// <param name="Control">The row of labels alone on all examples, which says what every label would have given; null for none.</param>
internal sealed record Headline(string Row, string Baseline, string? Control = null);
