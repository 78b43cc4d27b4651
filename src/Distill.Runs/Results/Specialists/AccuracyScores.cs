namespace Distill.Runs.Results.Specialists;

/// <summary>How often a model is right on many classes; shares are from 0 to 1.</summary>
/// <param name="Correct">Examples whose most probable class is the true one.</param>
/// <param name="Top1">The same as a share.</param>
/// <param name="Top5">The share whose true class is among the five most probable; null with five classes or fewer.</param>
/// <param name="Conditional">
/// Of the examples of covered classes, the share whose most probable covered class is the true one; null where there are none.
/// </param>
internal sealed record AccuracyScores(long Correct, double Top1, double? Top5 = null, double? Conditional = null);
