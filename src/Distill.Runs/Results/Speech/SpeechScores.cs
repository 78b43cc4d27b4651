namespace Distill.Runs.Results.Speech;

/// <summary>How well one kind of acoustic model does on the test speakers; lists have one entry a seed.</summary>
/// <param name="FrameAccuracy">The share of frames whose most probable state is that of the forced alignment.</param>
/// <param name="Wer">The word error rate on connected strings of words.</param>
/// <param name="IsolatedWer">The word error rate on single words, exactly one of which is recognised.</param>
/// <param name="WordErrors">What the errors on connected strings are.</param>
public sealed record SpeechScores(
    IReadOnlyList<double> FrameAccuracy, IReadOnlyList<double> Wer, IReadOnlyList<double> IsolatedWer, IReadOnlyList<SpeechWordErrors> WordErrors);
