namespace Distill.Runs.Results.Speech;

/// <summary>Shares of frames in the right state at one time of a training.</summary>
/// <param name="Epoch">Passes over its frames.</param>
/// <param name="Train">On the frames that it learns from.</param>
/// <param name="Validation">On the validation speakers.</param>
/// <param name="Test">On the test speakers.</param>
/// <param name="TestNll">Mean negative log-likelihood of the test speakers' states, in nats.</param>
public sealed record RegularizerPoint(double Epoch, double Train, double Validation, double Test, double TestNll);
