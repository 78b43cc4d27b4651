using System.Numerics.Tensors;
using Distill.Runs;

namespace Distill.Speech.Audio;

/// <summary>
/// Changes a sampling rate by a windowed sinc, band-limited to the lower of the two rates. Up to 0.92 of that rate's half,
/// amplitudes keep within 0.1 %; what lies above the half is at least 80 dB down instead of folding back.
/// </summary>
internal static class Resampler
{
    /// <summary>The waveform at another rate; the same one when it has that rate already. Sample 0 stays where it is in time.</summary>
    /// <param name="sound">The waveform; silence is taken to lie before and after it.</param>
    /// <param name="rate">Samples a second, 1,000 to 1,000,000.</param>
    /// <exception cref="DistillException">The result would not fit into an array.</exception>
    public static Waveform Resample(Waveform sound, int rate)
    {
        ArgumentNullException.ThrowIfNull(sound);
        ArgumentOutOfRangeException.ThrowIfLessThan(rate, WavFormat.LowestRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, WavFormat.HighestRate);
        if (sound.Rate == rate || sound.Samples.Length == 0)
        {
            return sound with { Rate = rate };
        }

        var length = ((sound.Samples.Length * (long)rate) + sound.Rate - 1) / sound.Rate;
        if (length > Array.MaxLength)
        {
            throw new DistillException($"{sound.Duration.TotalHours:0.0} hours of sound at {rate} samples a second are too many for one array. Cut the recording.");
        }

        var bank = new SincBank(sound.Rate, rate);
        var padded = new float[sound.Samples.Length + (2 * bank.Taps)];
        sound.Samples.CopyTo(padded, bank.Taps);
        var result = new float[length];
        for (var i = 0; i < result.Length; i++)
        {
            var time = (long)i * bank.Step;
            var first = (int)(time / bank.Phases) - (bank.Taps / 2) + 1 + bank.Taps;
            result[i] = TensorPrimitives.Dot<float>(padded.AsSpan(first, bank.Taps), bank.Row((int)(time % bank.Phases)));
        }

        return new Waveform(rate, result);
    }
}
