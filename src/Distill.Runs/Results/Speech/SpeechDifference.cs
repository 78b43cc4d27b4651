namespace Distill.Runs.Results.Speech;

/// <summary>Two kinds of models on the same test utterances, their seeds averaged; utterances are drawn with replacement.</summary>
/// <param name="First">One kind, for example "baseline".</param>
/// <param name="Second">The other, for example "distilled".</param>
/// <param name="FrameErrorRate">Frame error rate of the first less that of the second; above 0 the second is better.</param>
/// <param name="Wer">Word error rate on connected strings of the first less that of the second.</param>
public sealed record SpeechDifference(string First, string Second, Interval FrameErrorRate, Interval Wer);
