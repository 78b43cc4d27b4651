namespace Distill.Runs.Results.Specialists;

/// <summary>What the time of the specialists buys without specialists.</summary>
/// <param name="Id">A short name, for example "trainedOn".</param>
/// <param name="Description">What is done, in a sentence.</param>
/// <param name="Scores">How well it does.</param>
/// <param name="RelativeGain">How much more of the test examples are right than by the generalists of the same seeds, as a share.</param>
/// <param name="Epochs">Passes over the training images, of all members together, the generalist's own included.</param>
/// <param name="Nets">How many nets answer for an example.</param>
public sealed record SpecialistControl(string Id, string Description, SpecialistScores Scores, double RelativeGain, double Epochs, int Nets);
