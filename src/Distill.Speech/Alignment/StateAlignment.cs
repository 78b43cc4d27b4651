using Distill.Speech.Features;
using Distill.Speech.Recordings;

namespace Distill.Speech.Alignment;

/// <summary>The best path of an utterance through the states of its words.</summary>
/// <param name="States">[frames]: the class of each frame.</param>
/// <param name="Score">The path's score: the frames' scores and the logarithms of the transitions, summed.</param>
public sealed record StateAlignment(IReadOnlyList<int> States, double Score)
{
    /// <summary>
    /// The states of the same recording played at another speed (<see cref="Clip.AtSpeed"/>): each frame has that of the
    /// frame whose window lay around the same sound.
    /// </summary>
    /// <param name="speed">How many times as fast, 0.5 to 2.</param>
    /// <param name="frames">Frames of the recording at that speed.</param>
    /// <param name="options">The windows of both.</param>
    /// <returns>[frames] states. The score is NaN: no path was searched.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The speed is out of range.</exception>
    /// <exception cref="InvalidOperationException">There are no frames to take states from.</exception>
    public StateAlignment AtSpeed(double speed, int frames, FilterbankOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(frames);
        PlayingSpeed.Require(speed);
        if (States.Count == 0)
        {
            throw new InvalidOperationException("the alignment has no frames");
        }

        // A window's middle lies at frame · shift + window / 2; that sound was recorded speed times as late.
        var lead = (speed - 1) * options.WindowMilliseconds / 2 / options.ShiftMilliseconds;
        return new StateAlignment(
            [.. Enumerable.Range(0, frames).Select(frame => States[(int)Math.Clamp(Math.Round((frame * speed) + lead), 0, States.Count - 1)])],
            double.NaN);
    }
}
