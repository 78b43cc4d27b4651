namespace Distill.Runs.Results.Mnist;

/// <summary>The teacher.</summary>
/// <param name="Errors">Test errors.</param>
/// <param name="Description">Its layers, for example "784-1200-1200-10".</param>
/// <param name="Epochs">Passes over the training set.</param>
public sealed record MnistTeacher(long Errors, string Description, double Epochs);
