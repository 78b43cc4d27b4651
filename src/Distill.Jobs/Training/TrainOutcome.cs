using Distill.Jobs.Members;
using Distill.Runs.Results;
using Distill.Training;

namespace Distill.Jobs.Training;

/// <summary>What came of a training.</summary>
/// <param name="Run">The run's folder.</param>
/// <param name="Model">The model after the last step; the best by held-out errors lies beside it.</param>
/// <param name="Training">Steps and held-out scores, last and best.</param>
/// <param name="Test">The model after the last step on the test set; null where no example of the data has a label.</param>
/// <param name="Seconds">Seconds of training in this process.</param>
/// <param name="Start">The model that the training started from; null for random weights.</param>
/// <param name="Vectors">An embedder on the held-out examples, beside the vectors that it was to answer; null of other models, or where nothing was held out.</param>
public sealed record TrainOutcome(
    string Run, string Model, TrainingResult Training, EvaluationSummary? Test, double Seconds, StartingModel? Start, VectorScore? Vectors = null);
