namespace Distill.Jobs.Predicting;

/// <summary>What the models say of one input.</summary>
/// <param name="Name">What people call the input: its path, or its row.</param>
/// <param name="Problem">Why it could not be read, in a sentence; null where it could.</param>
/// <param name="Answers">
/// By model, and for each model by temperature: the probability of each class of <see cref="PredictionSession.Classes"/>, NaN for
/// one that the model does not have. Empty where the input could not be read.
/// </param>
public sealed record Prediction(string Name, string? Problem, IReadOnlyList<IReadOnlyList<double[]>> Answers);
