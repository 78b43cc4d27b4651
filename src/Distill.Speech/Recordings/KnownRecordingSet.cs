namespace Distill.Speech.Recordings;

/// <summary>A set of recordings that is known by name.</summary>
/// <param name="Name">Its name, lower case.</param>
/// <param name="Description">One line for a list.</param>
/// <param name="Licence">The terms under which it may be used.</param>
/// <param name="TrainingClips">How many clips its training and validation parts have together.</param>
/// <param name="TestClips">How many clips its test part has.</param>
internal sealed record KnownRecordingSet(string Name, string Description, string Licence, int TrainingClips, int TestClips);
