using Distill.Runs;
using Distill.Speech.Audio;
using Distill.Speech.Recordings;

namespace Distill.Speech.Keywords;

/// <summary>Makes of single WAV files what a model takes, as its training did (<see cref="KeywordSource"/>). May be used from several threads at once.</summary>
internal sealed class KeywordInput
{
    private static readonly double[] RoundSeconds = [1, 0.5, 0.1, 0.05, 0.01, 0.005];

    private readonly KeywordImages images;

    /// <summary>For models that see so much of a recording.</summary>
    /// <param name="options">How clips become images.</param>
    /// <exception cref="DistillException">An option is out of range.</exception>
    public KeywordInput(KeywordOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        images = new KeywordImages(options);
    }

    /// <summary>1 × frames × coefficients.</summary>
    public ExampleShape Shape => images.Shape;

    /// <summary>The options that give examples of a shape: of the lengths of sound that do, the roundest.</summary>
    /// <returns>Null where none do.</returns>
    public static KeywordOptions? OptionsFor(ExampleShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var options = new KeywordOptions();
        var least = (options.Filterbank.WindowMilliseconds + ((shape.Height - 1) * options.Filterbank.ShiftMilliseconds)) / 1000;
        return RoundSeconds.Select(unit => Math.Ceiling((least / unit) - 1e-9) * unit).Append(least)
            .Where(seconds => seconds is > 0 and <= 60)
            .Select(seconds => options with { Seconds = Math.Round(seconds, 6) })
            .FirstOrDefault(found => KeywordSource.ShapeFor(found) == shape);
    }

    /// <summary>Reads a recording.</summary>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="file">The bytes of its file.</param>
    /// <returns>[frames, coefficients].</returns>
    /// <exception cref="DistillException">It is damaged, in a format that is not read, or shorter than one window.</exception>
    public float[] Read(string name, ReadOnlySpan<byte> file) =>
        images.Of(new Clip(new Recording(name, -1, name, null), Waveform.Read(file, name)));
}
