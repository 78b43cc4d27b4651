namespace Distill.Experiments.Jobs;

/// <summary>What a model heard in a recording.</summary>
/// <param name="Clip">The recording: its folder and file.</param>
/// <param name="Word">What its folder says, where that is a class of the model; else null.</param>
/// <param name="Heard">The most probable words, the best first.</param>
public sealed record HeardClip(string Clip, string? Word, IReadOnlyList<HeardWord> Heard);
