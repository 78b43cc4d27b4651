namespace Distill.Runs.Results.Specialists;

/// <summary>The generalist at scale.</summary>
/// <param name="Network">Its layers.</param>
/// <param name="Top1">The share of the test examples whose label is the most probable class.</param>
/// <param name="Top5">The share whose label is among the five most probable classes.</param>
/// <param name="TestExamples">How many test examples.</param>
/// <param name="Examples">How many examples it was trained on.</param>
/// <param name="Epochs">Passes over them.</param>
/// <param name="Minutes">Of training; of an interrupted one the last piece.</param>
public sealed record ScaleGeneralist(string Network, double Top1, double Top5, long TestExamples, long Examples, double Epochs, double Minutes);
