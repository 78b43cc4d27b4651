namespace Distill.Runs.Results.Specialists;

/// <summary>A line of the paper's Table 3: what the specialists change where so many of them cover the true class.</summary>
/// <param name="Cover">How many specialists hold the true class.</param>
/// <param name="Examples">Test examples of such classes, over all seeds.</param>
/// <param name="Delta">How many more of these are right than by the generalist alone, over all seeds.</param>
/// <param name="Relative">The same as a share of those that the generalist has right; null where it has none right.</param>
/// <param name="Share">The same as a share of the examples, with its interval by the bootstrap over examples.</param>
public sealed record CoverGain(int Cover, long Examples, long Delta, double? Relative = null, Interval? Share = null);
