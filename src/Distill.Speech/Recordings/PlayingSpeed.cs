namespace Distill.Speech.Recordings;

/// <summary>How many times as fast as it was recorded a sound may be played.</summary>
internal static class PlayingSpeed
{
    public const double Slowest = 0.5;

    public const double Fastest = 2;

    public static bool IsInRange(double speed) => speed is >= Slowest and <= Fastest;

    public static void Require(double speed)
    {
        if (!IsInRange(speed))
        {
            throw new ArgumentOutOfRangeException(nameof(speed), speed, $"a speed is {Slowest} to {Fastest}");
        }
    }
}
