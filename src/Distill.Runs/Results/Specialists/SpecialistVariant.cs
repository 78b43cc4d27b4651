namespace Distill.Runs.Results.Specialists;

/// <summary>Another way to train or to combine the specialists, beside the one of the main figures.</summary>
/// <param name="Id">A short name, for example "replace".</param>
/// <param name="Description">What is done, in a sentence.</param>
/// <param name="Scores">How well it does.</param>
/// <param name="RelativeGain">How much more of the test examples are right than by the generalists of the same seeds, as a share.</param>
public sealed record SpecialistVariant(string Id, string Description, SpecialistScores Scores, double RelativeGain);
