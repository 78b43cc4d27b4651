namespace Distill.Runs.Results.Speech;

/// <summary>How the frames got their states.</summary>
/// <param name="Iterations">Re-estimations of the Gaussian models, from a flat start.</param>
/// <param name="LogLikelihood">Of the best paths under these models, a frame, in nats.</param>
/// <param name="Moved">The share of training frames that each realignment by a net gave another state.</param>
/// <param name="SilenceShare">The share of training frames in a state of silence, in the end.</param>
public sealed record SpeechAlignment(int Iterations, double LogLikelihood, IReadOnlyList<double> Moved, double SilenceShare);
