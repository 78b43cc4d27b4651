using System.Numerics;
using Distill.Runs;

namespace Distill.Speech.Features;

/// <summary>How features are made; the defaults are the paper's, where it gives them.</summary>
public sealed record FilterbankOptions
{
    /// <summary>Samples a second, 1,000 to 1,000,000; default 16,000. Sound of another rate is refused: resample it first.</summary>
    public int Rate { get; init; } = 16_000;

    /// <summary>The length of a window in milliseconds, at least 2 samples and at most 65,536; default 25.</summary>
    public double WindowMilliseconds { get; init; } = 25;

    /// <summary>From the start of a window to that of the next in milliseconds, at least 1 sample; default 10.</summary>
    public double ShiftMilliseconds { get; init; } = 10;

    /// <summary>Filters, and with them coefficients of a frame, 1 to 1,000; default 40.</summary>
    public int Filters { get; init; } = 40;

    /// <summary>Where the first filter begins, in Hz, 0 or more; default 20.</summary>
    public double LowHz { get; init; } = 20;

    /// <summary>Where the last filter ends, in Hz, above <see cref="LowHz"/>, at most half the rate; default 8,000.</summary>
    public double HighHz { get; init; } = 8_000;

    /// <summary>How much of the sample before is taken off each sample, 0 to 1; default 0.97.</summary>
    public double PreEmphasis { get; init; } = 0.97;

    /// <summary>The least energy of a filter, so that digital silence has a logarithm; more than 0, default 1e-8: quantisation to 16 bits is above it.</summary>
    public double EnergyFloor { get; init; } = 1e-8;

    /// <summary>Samples of a window.</summary>
    internal int Window => Samples(WindowMilliseconds);

    /// <summary>Samples from window to window.</summary>
    internal int Shift => Samples(ShiftMilliseconds);

    /// <summary>Points of the Fourier transform: the next power of two, at least 8.</summary>
    internal int TransformSize => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, Window));

    /// <summary>Throws when anything is out of range.</summary>
    /// <exception cref="DistillException">Names everything that is out of range.</exception>
    public void Validate() => ProblemList.ThrowIfAny("The filterbank's options are out of range", new ProblemList
    {
        { Rate is not (>= 1_000 and <= 1_000_000), FormattableString.Invariant($"rate is {Rate}; expected 1000 to 1000000") },
        { !(WindowMilliseconds is > 0 and < 1e6 && Window is >= 2 and <= 65_536), FormattableString.Invariant($"windowMilliseconds is {WindowMilliseconds}; expected 2 to 65536 samples") },
        { !(ShiftMilliseconds is > 0 and < 1e6 && Shift is >= 1 and <= 65_536), FormattableString.Invariant($"shiftMilliseconds is {ShiftMilliseconds}; expected 1 to 65536 samples") },
        { Filters is not (>= 1 and <= 1_000), FormattableString.Invariant($"filters is {Filters}; expected 1 to 1000") },
        { !(LowHz >= 0 && LowHz < HighHz && HighHz <= Rate / 2.0), FormattableString.Invariant($"lowHz and highHz are {LowHz} and {HighHz}; expected 0 ≤ lowHz < highHz ≤ {Rate / 2.0}") },
        { PreEmphasis is not (>= 0 and <= 1), FormattableString.Invariant($"preEmphasis is {PreEmphasis}; expected 0 to 1") },
        { EnergyFloor is not (>= 1e-30 and <= 1e30), FormattableString.Invariant($"energyFloor is {EnergyFloor}; expected 1e-30 to 1e30") },
    });

    private int Samples(double milliseconds) => (int)Math.Round(milliseconds * Rate / 1000);
}
