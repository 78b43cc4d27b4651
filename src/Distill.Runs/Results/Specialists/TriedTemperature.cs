namespace Distill.Runs.Results.Specialists;

/// <summary>A temperature that predictions could be counted at, and how well it divides the classes.</summary>
/// <param name="Temperature">The temperature.</param>
/// <param name="Agreement">
/// The adjusted Rand index of the clusters that two halves of the held-out examples make; null where a half makes none, because the
/// probability of a class never changes in it.
/// </param>
/// <param name="Evenness">
/// The entropy of the clusters' sizes as a share of the largest that there can be, in the half where it is lower: 1 where all
/// clusters are of one size, near 0 where one holds almost all classes.
/// </param>
internal sealed record TriedTemperature(double Temperature, double? Agreement = null, double? Evenness = null);
