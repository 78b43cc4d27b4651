namespace Distill.Speech.Recordings;

/// <summary>A recording of one word, without its sound.</summary>
/// <param name="Name">Its path within the set, with forward slashes.</param>
/// <param name="Word">The index of its word in the set's words.</param>
/// <param name="Speaker">Who speaks; a recording that does not tell counts as a speaker of its own.</param>
/// <param name="Part">Where the set's lists put it; null when none names it.</param>
public sealed record Recording(string Name, int Word, string Speaker, RecordingPart? Part);
