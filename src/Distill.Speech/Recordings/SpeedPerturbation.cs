using Distill.Speech.Audio;

namespace Distill.Speech.Recordings;

/// <summary>
/// Recordings played faster or slower, which changes how fast someone speaks and how high the voice is: more speakers than
/// were recorded. A net that teaches answers for each of them, and the states of their frames follow from those of the recording
/// (<see cref="Alignment.StateAlignment.AtSpeed"/>).
/// </summary>
public static class SpeedPerturbation
{
    /// <summary>The slowest speed.</summary>
    public const double Slowest = 0.5;

    /// <summary>The fastest speed.</summary>
    public const double Fastest = 2;

    /// <summary>A clip played so many times as fast, at the rate that it has; the same one at a speed of 1.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="speed">0.5 to 2, taken to the nearest that makes the rate a whole number.</param>
    /// <returns>The sound in 1 / speed of the time. Its speaker is another, so that normalisation tells them apart.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The speed is out of range.</exception>
    public static Clip At(Clip clip, double speed)
    {
        ArgumentNullException.ThrowIfNull(clip);
        Require(speed);
        if (speed == 1)
        {
            return clip;
        }

        var played = clip.Sound with { Rate = (int)Math.Round(clip.Sound.Rate * speed) };
        return new Clip(
            clip.Recording with { Speaker = FormattableString.Invariant($"{clip.Recording.Speaker} × {speed}") },
            Resampler.Resample(played, clip.Sound.Rate));
    }

    internal static void Require(double speed)
    {
        if (!IsSpeed(speed))
        {
            throw new ArgumentOutOfRangeException(nameof(speed), speed, $"a speed is {Slowest} to {Fastest}");
        }
    }

    /// <summary>Whether a number may be a speed.</summary>
    public static bool IsSpeed(double speed) => speed is >= Slowest and <= Fastest;
}
