namespace Distill.Runs.Results.Speech;

/// <summary>Two kinds of nets on the same test utterances, their seeds averaged; utterances are drawn with replacement.</summary>
/// <param name="First">One kind, for example "hard".</param>
/// <param name="Second">The other, for example "soft".</param>
/// <param name="FrameErrorRate">Frame error rate of the first less that of the second; above 0 the second is better.</param>
public sealed record FrameDifference(string First, string Second, Interval FrameErrorRate);
