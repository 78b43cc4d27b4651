namespace Distill.Training.Schedules;

/// <summary>How long a training is, in both units.</summary>
/// <param name="Steps">Steps of the optimizer in all.</param>
/// <param name="StepsPerEpoch">Batches in one pass over the training view.</param>
internal readonly record struct TrainingLength(long Steps, int StepsPerEpoch);
