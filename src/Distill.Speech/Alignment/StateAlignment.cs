namespace Distill.Speech.Alignment;

/// <summary>The best path of an utterance through the states of its words.</summary>
/// <param name="States">[frames]: the class of each frame.</param>
/// <param name="Score">The path's score: the frames' scores and the logarithms of the transitions, summed.</param>
public sealed record StateAlignment(IReadOnlyList<int> States, double Score);
