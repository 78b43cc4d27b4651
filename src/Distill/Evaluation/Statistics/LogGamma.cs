namespace Distill.Evaluation;

/// <summary>The logarithm of the gamma function by Stirling's series.</summary>
internal static class LogGamma
{
    // From here on the series' first left-out term is below 1e-15.
    private const double SeriesFrom = 10;

    /// <summary>log Γ(<paramref name="x"/>) for x &gt; 0.</summary>
    public static double Of(double x)
    {
        var product = 1.0;
        while (x < SeriesFrom)
        {
            product *= x;
            x++;
        }

        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + Series(x) - Math.Log(product);
    }

    /// <summary>log n! − ((n + ½) log n − n + ½ log 2π): what Stirling's formula leaves out, for n ≥ 1.</summary>
    public static double StirlingError(long n)
    {
        if (n >= SeriesFrom)
        {
            return Series(n);
        }

        var factorial = 1.0;
        for (var i = 2; i <= n; i++)
        {
            factorial *= i;
        }

        return Math.Log(factorial) - ((n + 0.5) * Math.Log(n)) + n - (0.5 * Math.Log(2 * Math.PI));
    }

    private static double Series(double x)
    {
        var s = 1 / (x * x);
        return (1.0 / 12 - (s * (1.0 / 360 - (s * (1.0 / 1260 - (s * (1.0 / 1680 - (s * (1.0 / 1188 - (s * 691 / 360360)))))))))) / x;
    }
}
