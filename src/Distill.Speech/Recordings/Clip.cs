using Distill.Speech.Audio;

namespace Distill.Speech.Recordings;

/// <summary>A recording with its sound.</summary>
/// <param name="Recording">What it is.</param>
/// <param name="Sound">How it sounds.</param>
public sealed record Clip(Recording Recording, Waveform Sound)
{
    /// <summary>
    /// The clip played so many times as fast, at the rate that it has; the same one at a speed of 1. Someone then speaks faster or
    /// slower, with a higher or lower voice: more speakers than were recorded. A net that teaches answers for each of them, and the
    /// states of their frames follow from those of the recording (<see cref="Alignment.StateAlignment.AtSpeed"/>).
    /// </summary>
    /// <param name="speed">0.5 to 2, taken to the nearest that makes the rate a whole number.</param>
    /// <returns>The sound in 1 / speed of the time. Its speaker is another, so that normalisation tells them apart.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The speed is out of range.</exception>
    public Clip AtSpeed(double speed)
    {
        PlayingSpeed.Require(speed);
        if (speed == 1)
        {
            return this;
        }

        var played = Sound with { Rate = (int)Math.Round(Sound.Rate * speed) };
        return new Clip(
            Recording with { Speaker = FormattableString.Invariant($"{Recording.Speaker} × {speed}") }, played.Resample(Sound.Rate));
    }
}
