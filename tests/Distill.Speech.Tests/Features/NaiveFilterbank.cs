namespace Distill.Speech.Tests.Features;

/// <summary>The definition of the features written out in double, with a Fourier transform of n² steps.</summary>
internal static class NaiveFilterbank
{
    private const int Rate = 16_000;
    private const int Window = 400;
    private const int Shift = 160;
    private const int Points = 512;
    private const int Filters = 40;

    public static double[][] Extract(float[] samples)
    {
        double[] emphasised = [.. samples.Select((sample, i) => sample - (0.97 * samples[Math.Max(0, i - 1)]))];
        return [.. Enumerable.Range(0, 1 + ((samples.Length - Window) / Shift)).Select(frame => Frame(emphasised[(frame * Shift)..((frame * Shift) + Window)]))];
    }

    /// <summary>The edges of the filters in Hz: mel is 2595 · log10(1 + f / 700) in the formula's other form.</summary>
    public static double[] Edges()
    {
        var (low, high) = (Mel(20), Mel(8_000));
        return [.. Enumerable.Range(0, Filters + 2).Select(i => 700 * (Math.Pow(10, (low + (i * (high - low) / (Filters + 1))) / 2595) - 1))];
    }

    private static double[] Frame(double[] window)
    {
        double[] weighted = [.. window.Select((value, n) => value * (0.54 - (0.46 * Math.Cos(2 * Math.PI * n / (Window - 1)))))];
        var power = new double[(Points / 2) + 1];
        for (var k = 0; k < power.Length; k++)
        {
            double real = 0, imaginary = 0;
            for (var n = 0; n < Window; n++)
            {
                real += weighted[n] * Math.Cos(2 * Math.PI * k * n / Points);
                imaginary -= weighted[n] * Math.Sin(2 * Math.PI * k * n / Points);
            }

            power[k] = (real * real) + (imaginary * imaginary);
        }

        var edges = Edges();
        return [.. Enumerable.Range(0, Filters).Select(filter => Math.Log(Math.Max(1e-8, power.Select((value, k) => value * Weight((double)k * Rate / Points, edges.AsSpan(filter, 3))).Sum())))];
    }

    private static double Weight(double hertz, ReadOnlySpan<double> edges) =>
        hertz <= edges[0] || hertz >= edges[2] ? 0
        : hertz <= edges[1] ? (Mel(hertz) - Mel(edges[0])) / (Mel(edges[1]) - Mel(edges[0]))
        : (Mel(edges[2]) - Mel(hertz)) / (Mel(edges[2]) - Mel(edges[1]));

    private static double Mel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));
}
