using Distill.Speech.Audio;

namespace Distill.Speech.Recordings;

/// <summary>Several words of one speaker in one sound.</summary>
/// <param name="Name">The names of its clips.</param>
/// <param name="Speaker">Who speaks.</param>
/// <param name="Words">The indices of the words, in order.</param>
/// <param name="Sound">How it sounds.</param>
internal sealed record ConnectedString(string Name, string Speaker, IReadOnlyList<int> Words, Waveform Sound);
