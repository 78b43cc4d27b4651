using Distill.Runs;
using Distill.Speech.Audio;
using Distill.Speech.Features;
using Distill.Speech.Recordings;

namespace Distill.Speech.Keywords;

/// <summary>Makes images of one size from sounds of any length.</summary>
internal sealed class KeywordImages
{
    private readonly int samples;
    private readonly Filterbank filterbank;

    /// <exception cref="DistillException">An option is out of range.</exception>
    public KeywordImages(KeywordOptions options)
    {
        options.Validate();
        samples = options.Samples;
        filterbank = new Filterbank(options.Filterbank);
        Shape = new ExampleShape(1, filterbank.FrameCount(samples), options.Filterbank.Filters);
    }

    /// <summary>1 × frames × coefficients.</summary>
    public ExampleShape Shape { get; }

    /// <summary>The image of a clip, [frames, coefficients]: normalised by itself, and 0, the mean, in frames that the clip is too short for.</summary>
    /// <exception cref="DistillException">The clip is shorter than one window.</exception>
    public float[] Of(Clip clip)
    {
        var sound = clip.Sound.Resample(filterbank.Options.Rate);
        if (filterbank.FrameCount(sound.Samples.Length) == 0)
        {
            throw new DistillException(
                $"{clip.Recording.Name} has {sound.Samples.Length} samples at {sound.Rate} a second; one window takes {filterbank.Options.Window}. Leave it out, or record a longer one.");
        }

        var loudest = new Waveform(sound.Rate, Loudest(sound.Samples));
        var frames = FrameNormalisation.PerUtterance([Utterance.Of(clip with { Sound = loudest }, filterbank)])[0].Frames;
        var image = new float[Shape.Size];
        frames.Values.CopyTo(image.AsSpan((Shape.Height - frames.Frames) / 2 * Shape.Width));
        return image;
    }

    // Of the stretches that begin a whole number of shifts after the start, the first that has the most energy about the mean.
    private float[] Loudest(float[] sound)
    {
        if (sound.Length <= samples)
        {
            return sound;
        }

        var mean = sound.Average(sample => (double)sample);
        var (energy, most, best) = (0.0, double.NegativeInfinity, 0);
        for (var end = 0; end < sound.Length; end++)
        {
            energy += Square(sound[end] - mean);
            var start = end + 1 - samples;
            if (start >= 0)
            {
                if (start % filterbank.Options.Shift == 0 && energy > most)
                {
                    (most, best) = (energy, start);
                }

                energy -= Square(sound[start] - mean);
            }
        }

        return sound[best..(best + samples)];
    }

    private static double Square(double value) => value * value;
}
