using Distill.Runs;

namespace Distill.Training.Checkpoints;

/// <summary>A checkpoint is whole, but of a training that is not the one to be resumed.</summary>
internal sealed class OtherTrainingException(string message) : DistillException(message);
