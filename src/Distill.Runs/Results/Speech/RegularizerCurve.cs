namespace Distill.Runs.Results.Speech;

/// <summary>A training over its epochs.</summary>
/// <param name="Id">What it learned from: "full", "hard" or "soft".</param>
/// <param name="Share">The share of the training data, 0 to 1.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Points">From the first epoch to the last.</param>
public sealed record RegularizerCurve(string Id, double Share, long Seed, IReadOnlyList<RegularizerPoint> Points);
