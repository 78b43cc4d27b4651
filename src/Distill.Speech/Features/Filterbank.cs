using System.Numerics;
using System.Runtime.InteropServices;
using Distill.Runs;
using Distill.Speech.Audio;

namespace Distill.Speech.Features;

/// <summary>
/// Log mel-filterbank coefficients of sound: pre-emphasis, Hamming windows, power spectrum, triangular filters, natural
/// logarithm. Immutable; may be used from several threads at once.
/// </summary>
public sealed class Filterbank
{
    private readonly float[] hamming;
    private readonly PowerSpectrum spectrum;
    private readonly MelFilters filters;

    /// <summary>Prepares windows and filters.</summary>
    /// <exception cref="DistillException">An option is out of range, or a filter is narrower than the transform can tell.</exception>
    public Filterbank(FilterbankOptions? options = null)
    {
        Options = options ?? new();
        Options.Validate();
        hamming = [.. Enumerable.Range(0, Options.Window).Select(n => (float)(0.54 - (0.46 * Math.Cos(2 * Math.PI * n / (Options.Window - 1)))))];
        spectrum = new PowerSpectrum(Options.TransformSize);
        filters = new MelFilters(Options);
    }

    /// <summary>How features are made.</summary>
    public FilterbankOptions Options { get; }

    /// <summary>Whole windows in so many samples: 1 + ⌊(samples − window) / shift⌋, or 0.</summary>
    public int FrameCount(int samples) => samples < Options.Window ? 0 : 1 + ((samples - Options.Window) / Options.Shift);

    /// <summary>The features of a recording.</summary>
    /// <returns>[frames, filters].</returns>
    /// <exception cref="DistillException">It has another rate, or is shorter than one window.</exception>
    public FrameMatrix Extract(Waveform sound)
    {
        ArgumentNullException.ThrowIfNull(sound);
        if (sound.Rate != Options.Rate)
        {
            throw new DistillException($"The sound has {sound.Rate} samples a second, the filterbank takes {Options.Rate}. Resample it first.");
        }

        var frames = FrameCount(sound.Samples.Length);
        if (frames == 0)
        {
            throw new DistillException($"The sound has {sound.Samples.Length} samples; one window takes {Options.Window}. Leave it out, or record a longer one.");
        }

        var coefficients = new float[frames * Options.Filters];
        Fill(sound.Samples, coefficients);
        return new FrameMatrix(coefficients, Options.Filters);
    }

    private void Fill(ReadOnlySpan<float> samples, Span<float> coefficients)
    {
        var half = Options.TransformSize / 2;
        Span<Vector<float>> real = new Vector<float>[half], imaginary = new Vector<float>[half], power = new Vector<float>[half + 1];
        Span<Vector<float>> logarithms = new Vector<float>[Options.Filters];
        var emphasised = Emphasise(samples);
        var frames = coefficients.Length / Options.Filters;
        for (var first = 0; first < frames; first += Vector<float>.Count)
        {
            var lanes = Math.Min(Vector<float>.Count, frames - first);
            Load(emphasised.AsSpan(first * Options.Shift), lanes, real, imaginary);
            spectrum.Compute(real, imaginary, power);
            filters.Apply(power, logarithms);
            for (var lane = 0; lane < lanes; lane++)
            {
                Store(logarithms, lane, coefficients.Slice((first + lane) * Options.Filters, Options.Filters));
            }
        }
    }

    // The sample before the first counts as equal to it.
    private float[] Emphasise(ReadOnlySpan<float> samples)
    {
        var emphasised = new float[samples.Length];
        var (factor, before) = ((float)Options.PreEmphasis, samples[0]);
        for (var i = 0; i < samples.Length; i++)
        {
            emphasised[i] = samples[i] - (factor * before);
            before = samples[i];
        }

        return emphasised;
    }

    // One window in each lane; lanes without a window keep what they had, and are not read.
    private void Load(ReadOnlySpan<float> samples, int lanes, Span<Vector<float>> real, Span<Vector<float>> imaginary)
    {
        var even = MemoryMarshal.Cast<Vector<float>, float>(real);
        var odd = MemoryMarshal.Cast<Vector<float>, float>(imaginary);
        for (var i = 0; i < Options.TransformSize; i++)
        {
            var row = (i % 2 == 0 ? even : odd).Slice(spectrum.PlaceOf(i) * Vector<float>.Count, Vector<float>.Count);
            if (i >= hamming.Length)
            {
                row.Clear();
                continue;
            }

            for (var lane = 0; lane < lanes; lane++)
            {
                row[lane] = hamming[i] * samples[(lane * Options.Shift) + i];
            }
        }
    }

    private static void Store(Span<Vector<float>> logarithms, int lane, Span<float> frame)
    {
        for (var filter = 0; filter < frame.Length; filter++)
        {
            frame[filter] = logarithms[filter][lane];
        }
    }
}
