namespace Distill.Training.Checkpoints;

/// <summary>The numbers of a checkpoint that are not tensors.</summary>
/// <param name="Step">Steps done: the position in schedule, order and augmentation.</param>
/// <param name="LossSum">Sum of the training losses since the last record of metrics.</param>
/// <param name="LossSteps">Steps in that sum.</param>
/// <param name="Last">The held-out score at this step; null when there was none at it.</param>
/// <param name="Best">The best held-out score so far; null when there was none.</param>
internal sealed record CheckpointProgress(long Step, double LossSum, long LossSteps, HeldOutScore? Last = null, HeldOutScore? Best = null);
