namespace Distill.Experiments.Jobs;

/// <summary>What a model heard.</summary>
/// <param name="Model">Its architecture.</param>
/// <param name="Clips">Each recording, in ordinal order of their names.</param>
public sealed record RecogniseOutcome(string Model, IReadOnlyList<HeardClip> Clips);
