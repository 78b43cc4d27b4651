namespace Distill.Runs.Results.Specialists;

/// <summary>Shares of the test examples, each 0 to 1, for the models of one seed.</summary>
/// <param name="Seed">The seed of the generalist.</param>
/// <param name="Top1">The label is the most probable class.</param>
/// <param name="Top5">The label is among the five most probable classes.</param>
/// <param name="Nll">Mean negative log-likelihood of the label, in nats.</param>
/// <param name="Conditional">Of the examples of covered classes, the label is the most probable of the covered classes; null before classes are assigned.</param>
public sealed record SeedScores(long Seed, double Top1, double Top5, double Nll, double? Conditional = null);
