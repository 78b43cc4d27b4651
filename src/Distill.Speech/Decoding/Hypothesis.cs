namespace Distill.Speech.Decoding;

/// <summary>What a decoder takes to have been said.</summary>
/// <param name="Words">The indices of the words, in order.</param>
/// <param name="Starts">[words]: the first frame of each.</param>
/// <param name="Score">The path's score, penalties included.</param>
public sealed record Hypothesis(IReadOnlyList<int> Words, IReadOnlyList<int> Starts, double Score);
