namespace Distill.Runs.Results;

/// <summary>The two rows that the report's first sentence compares.</summary>
/// <param name="Row">The row to praise, for example "distilled".</param>
/// <param name="Baseline">The row it is measured against, for example "hard".</param>
internal sealed record Headline(string Row, string Baseline);
