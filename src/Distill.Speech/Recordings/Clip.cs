using Distill.Speech.Audio;

namespace Distill.Speech.Recordings;

/// <summary>A recording with its sound.</summary>
/// <param name="Recording">What it is.</param>
/// <param name="Sound">How it sounds.</param>
public sealed record Clip(Recording Recording, Waveform Sound);
