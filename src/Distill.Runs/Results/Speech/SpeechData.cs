namespace Distill.Runs.Results.Speech;

/// <summary>The recordings of an experiment with speech, and the states that their frames are labelled with.</summary>
/// <param name="Set">The set's name or path.</param>
/// <param name="Words">How many words there are.</param>
/// <param name="Speakers">How many people speak.</param>
/// <param name="Utterances">Recordings of a word.</param>
/// <param name="Frames">Frames of 10 ms, each an example.</param>
public sealed record SpeechData(string Set, int Words, SpeechCounts Speakers, SpeechCounts Utterances, SpeechCounts Frames);
