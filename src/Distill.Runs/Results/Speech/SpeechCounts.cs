namespace Distill.Runs.Results.Speech;

/// <summary>How much there is of something in each part of the recordings; no speaker is in two of them.</summary>
/// <param name="Train">What nets learn from.</param>
/// <param name="Validation">What choices are made on.</param>
/// <param name="Test">What measures.</param>
public sealed record SpeechCounts(long Train, long Validation, long Test);
