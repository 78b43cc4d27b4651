namespace Distill.Speech.Audio;

/// <summary>One channel of sound.</summary>
/// <param name="Rate">Samples a second, 1 or more.</param>
/// <param name="Samples">Kept, not copied. Full scale of integer recordings is −1 to 1; floats are as the file has them.</param>
public sealed record Waveform(int Rate, float[] Samples)
{
    /// <summary>How long it sounds.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples.Length / Rate);
}
