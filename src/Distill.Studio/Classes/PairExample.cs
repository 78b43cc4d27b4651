namespace Distill.Studio.Classes;

/// <summary>A test example of one class of a pair.</summary>
/// <param name="Index">Its number in the test set.</param>
/// <param name="Label">Its class.</param>
/// <param name="Own">The probability of its class.</param>
/// <param name="Other">The probability of the other class.</param>
internal sealed record PairExample(int Index, string Label, double Own, double Other);
