namespace Distill.Runs.Results.Specialists;

/// <summary>What the first so many specialists give.</summary>
/// <param name="Count">How many specialists answer.</param>
/// <param name="Top1">The share of the test examples that are right; the mean over the seeds.</param>
/// <param name="Relative">How much more than the generalist has right, as a share of that.</param>
public sealed record CountGain(int Count, double Top1, double Relative);
