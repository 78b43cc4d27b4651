namespace Distill.Runs.Results.Speech;

/// <summary>The errors on connected strings.</summary>
/// <param name="Words">Words that were said.</param>
/// <param name="Substitutions">Words taken for others.</param>
/// <param name="Insertions">Words that were not said.</param>
/// <param name="Deletions">Words that were missed.</param>
/// <param name="Penalty">What each word costs in the search, chosen on validation strings.</param>
public sealed record SpeechWordErrors(long Words, long Substitutions, long Insertions, long Deletions, double Penalty);
