namespace Distill.Runs.Results.Speech;

/// <summary>The first so many models as an ensemble, on the test speakers.</summary>
/// <param name="Members">How many.</param>
/// <param name="FrameAccuracy">The share of frames in the right state.</param>
/// <param name="Wer">The word error rate on connected strings.</param>
public sealed record SpeechSize(int Members, double FrameAccuracy, double Wer);
