using System.Globalization;
using Distill.Runs;
using Distill.Speech.Features;

namespace Distill.Speech.Keywords;

/// <summary>How clips of single words become images.</summary>
public sealed record KeywordOptions
{
    /// <summary>How much of a clip a model sees, in seconds: one window of the filterbank to 60; default 1.</summary>
    public double Seconds { get; init; } = 1;

    /// <summary>Whether recordings that are damaged or shorter than a window are left out; false, the default, refuses them, all in one message.</summary>
    public bool SkipDamaged { get; init; }

    /// <summary>How features are made; the defaults give 98 frames of 40 coefficients for a second.</summary>
    public FilterbankOptions Filterbank { get; init; } = new();

    /// <summary>Samples that a model sees.</summary>
    internal int Samples => (int)Math.Round(Seconds * Filterbank.Rate);

    /// <summary>Throws when anything is out of range.</summary>
    /// <exception cref="DistillException">Names everything that is out of range.</exception>
    public void Validate()
    {
        Filterbank.Validate();
        if (!(Seconds <= 60 && Samples >= Filterbank.Window))
        {
            throw new DistillException(string.Create(
                CultureInfo.InvariantCulture, $"seconds is {Seconds}; expected one window ({Filterbank.WindowMilliseconds / 1000}) to 60"));
        }
    }
}
