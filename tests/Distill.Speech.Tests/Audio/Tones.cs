using Distill.Speech.Audio;

namespace Distill.Speech.Tests.Audio;

/// <summary>Sine tones, and how much of one is in a sound.</summary>
internal static class Tones
{
    public static Waveform Sine(double hertz, int rate, double seconds = 0.25, double phase = 0.3) =>
        new(rate, [.. Enumerable.Range(0, (int)(seconds * rate)).Select(i => (float)Math.Sin(phase + (2 * Math.PI * hertz * i / rate)))]);

    /// <summary>The amplitude of a tone in the middle half of a sound, where its ends do not reach, under a window that keeps other tones out.</summary>
    public static double Amplitude(Waveform sound, double hertz)
    {
        var (first, count) = (sound.Samples.Length / 4, sound.Samples.Length / 2);
        double real = 0, imaginary = 0, weights = 0;
        for (var i = 0; i < count; i++)
        {
            var weight = 1 - Math.Cos(2 * Math.PI * (i + 0.5) / count);
            var (sine, cosine) = Math.SinCos(2 * Math.PI * hertz * (first + i) / sound.Rate);
            (real, imaginary, weights) = (real + (weight * cosine * sound.Samples[first + i]), imaginary + (weight * sine * sound.Samples[first + i]), weights + weight);
        }

        return 2 * Math.Sqrt((real * real) + (imaginary * imaginary)) / weights;
    }

    /// <summary>The loudest sample of the middle half.</summary>
    public static double Peak(Waveform sound) => sound.Samples.Skip(sound.Samples.Length / 4).Take(sound.Samples.Length / 2).Max(sample => Math.Abs((double)sample));
}
