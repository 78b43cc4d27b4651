using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Speech.Audio;

/// <summary>One channel of sound.</summary>
/// <param name="Rate">Samples a second, 1 or more.</param>
/// <param name="Samples">Kept, not copied. Full scale of integer recordings is −1 to 1; floats are as the file has them.</param>
public sealed record Waveform(int Rate, float[] Samples)
{
    private const int LargestFile = 1 << 28;

    /// <summary>How long it sounds.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples.Length / Rate);

    /// <summary>Reads a WAV file of at most 256 MiB; channels are averaged.</summary>
    /// <exception cref="DistillException">It is missing, damaged, or in a format that is not read: the message says which.</exception>
    public static Waveform Open(string path) => Reading.Guard(path, () =>
    {
        using var file = Reading.Open(path);
        return Read(Reading.ToEnd(file, LargestFile, path), path);
    });

    /// <summary>Reads the bytes of a WAV file; channels are averaged.</summary>
    /// <param name="file">All of them.</param>
    /// <param name="where">What to call the file in messages.</param>
    /// <exception cref="DistillException">It is damaged, or in a format that is not read: the message says which.</exception>
    public static Waveform Read(ReadOnlySpan<byte> file, string where) => WavReader.Read(file, where, out _);

    /// <summary>The sound at another rate, band-limited to the lower of the two; the same one when it has that rate already. Sample 0 stays where it is in time.</summary>
    /// <param name="rate">Samples a second, 1,000 to 1,000,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is out of range.</exception>
    /// <exception cref="DistillException">The result would not fit into an array.</exception>
    public Waveform Resample(int rate) => Resampler.Resample(this, rate);
}
