namespace Distill.Speech.Features;

/// <summary>Pitch as ears tell it apart, by O'Shaughnessy's formula: 1127 · ln(1 + f / 700).</summary>
internal static class MelScale
{
    public static double Mel(double hertz) => 1127 * Math.Log(1 + (hertz / 700));
}
