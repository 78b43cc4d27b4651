using System.Numerics;

namespace Distill.Speech.Audio;

/// <summary>
/// The coefficients of a sinc under a Kaiser window at every phase between two samples that a ratio of rates brings about.
/// </summary>
internal sealed class SincBank
{
    // Zero crossings on each side. With the window's parameter they set where the band ends: 0.92 to 1 of the lower half rate.
    private const int Crossings = 64;
    private const double Beta = 9;
    private const double CutOff = 0.96;
    // Odd ratios, such as 44,101 to 16,000, have too many phases to keep; their rows are made when they are needed.
    private const int LargestBank = 1 << 20;

    private readonly double cutOff;
    private readonly double halfWidth;
    private readonly float[][] rows;
    private readonly float[] scratch;

    public SincBank(int from, int to)
    {
        var divisor = (int)BigInteger.GreatestCommonDivisor(from, to);
        (Phases, Step) = (to / divisor, from / divisor);
        // In cycles a sample of the input, doubled: 1 is half its rate.
        cutOff = CutOff * Math.Min(1, (double)to / from);
        halfWidth = Crossings / cutOff;
        Taps = 2 * (int)Math.Ceiling(halfWidth);
        rows = new float[(long)Phases * Taps <= LargestBank ? Phases : 0][];
        scratch = new float[Taps];
    }

    /// <summary>Steps of time between two samples of the input.</summary>
    public int Phases { get; }

    /// <summary>Steps of time between two samples of the output.</summary>
    public int Step { get; }

    /// <summary>How many samples make one, an even number; the middle two lie around it.</summary>
    public int Taps { get; }

    /// <summary>The coefficients for a sample that lies <paramref name="phase"/> steps after one of the input. Read them before the next call.</summary>
    public ReadOnlySpan<float> Row(int phase)
    {
        if (rows.Length > 0)
        {
            return rows[phase] ??= Fill(new float[Taps], phase);
        }

        return Fill(scratch, phase);
    }

    // At unit gain for a constant, whatever the phase.
    private float[] Fill(float[] row, int phase)
    {
        var values = new double[row.Length];
        for (var tap = 0; tap < row.Length; tap++)
        {
            var distance = tap + 1 - (row.Length / 2) - ((double)phase / Phases);
            var place = distance / halfWidth;
            values[tap] = Math.Abs(place) < 1 ? Sinc(distance * cutOff) * Bessel(Beta * Math.Sqrt(1 - (place * place))) : 0;
        }

        var sum = values.Sum();
        for (var tap = 0; tap < row.Length; tap++)
        {
            row[tap] = (float)(values[tap] / sum);
        }

        return row;
    }

    private static double Sinc(double x) => Math.Abs(x) < 1e-9 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    // The modified Bessel function of order 0, by its series.
    private static double Bessel(double x)
    {
        double term = 1, sum = 1;
        for (var k = 1; term > sum * 1e-17; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }
}
