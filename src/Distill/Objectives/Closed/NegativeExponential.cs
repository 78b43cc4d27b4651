using System.Runtime.Intrinsics;

namespace Distill.Objectives;

/// <summary>
/// e to numbers of 0 and below, sixteen at a time, within two units in the last place: x = n·ln 2 + r, a polynomial for e^r, and n in the
/// exponent. The runtime's own works in double precision, which a softmax in float32 does not need, and takes twice the time.
/// </summary>
internal static class NegativeExponential
{
    // Below it the result is no normal number, and counts as 0.
    private const float Least = -87.33654f;
    private const float LogarithmOfTwo = 0.693147180559945f;
    private const float UpperPart = 0.693359375f;
    private const float LowerPart = -2.12194440e-4f;
    private const int Bias = 127;
    private const int MantissaBits = 23;

    // Minimax on [-ln 2 / 2, ln 2 / 2] of (e^r - 1 - r) / r², the highest power first.
    private static readonly float[] Coefficients = [1.9875691500e-4f, 1.3981999507e-3f, 8.3334519073e-3f, 4.1665795894e-2f, 1.6666665459e-1f, 5.0000001201e-1f];

    /// <summary>e to each number; 0 for −∞, NaN for NaN.</summary>
    public static Vector512<float> Of(Vector512<float> x)
    {
        var held = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(Least)), Vector512.Create(Least), x);
        var whole = Vector512.Round(held * (1 / LogarithmOfTwo));
        var rest = Vector512.MultiplyAddEstimate(whole, Vector512.Create(-LowerPart), Vector512.MultiplyAddEstimate(whole, Vector512.Create(-UpperPart), held));
        var sum = Vector512.Create(Coefficients[0]);
        for (var power = 1; power < Coefficients.Length; power++)
        {
            sum = Vector512.MultiplyAddEstimate(sum, rest, Vector512.Create(Coefficients[power]));
        }

        sum = Vector512.MultiplyAddEstimate(sum, rest * rest, rest + Vector512<float>.One);
        var power2 = Vector512.ShiftLeft(Vector512.ConvertToInt32(whole) + Vector512.Create(Bias), MantissaBits).AsSingle();
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(Least)), Vector512<float>.Zero, sum * power2);
    }
}
