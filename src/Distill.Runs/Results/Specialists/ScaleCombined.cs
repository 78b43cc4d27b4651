namespace Distill.Runs.Results.Specialists;

/// <summary>The generalist with its specialists at scale, on the test examples of the generalist.</summary>
/// <param name="Trained">How many specialists were trained and asked; the classes of others are left to the generalist.</param>
/// <param name="Top1">The share of the test examples whose label is the most probable class.</param>
/// <param name="Top5">The share whose label is among the five most probable classes.</param>
/// <param name="Active">How many specialists answered for an example, in the mean.</param>
/// <param name="SpecialistMinutes">The training of one specialist, the mean.</param>
public sealed record ScaleCombined(int Trained, double Top1, double Top5, double Active, double SpecialistMinutes);
