namespace Distill.Evaluation;

/// <summary>The regularised incomplete beta function I_x(a, b), in log-space.</summary>
internal static class IncompleteBeta
{
    /// <summary>log I_x(a, b) for a, b &gt; 0, accurate in the far tail x → 0.</summary>
    /// <param name="x">0 to 1.</param>
    /// <param name="y">1 − x, given apart because the caller often has it without cancellation.</param>
    /// <param name="a">The exponent at x, greater than 0.</param>
    /// <param name="b">The exponent at 1 − x, greater than 0.</param>
    public static double Log(double x, double y, double a, double b)
    {
        if (x <= 0)
        {
            return double.NegativeInfinity;
        }

        if (y <= 0)
        {
            return 0;
        }

        // The continued fraction converges fast below the mean; above it, its mirror image does.
        return x <= (a + 1) / (a + b + 2)
            ? LogByFraction(x, y, a, b)
            : Logarithm.OnePlus(-Math.Exp(LogByFraction(y, x, b, a)));
    }

    private static double LogByFraction(double x, double y, double a, double b)
    {
        var logX = x < 0.5 ? Math.Log(x) : Logarithm.OnePlus(-y);
        var logY = y < 0.5 ? Math.Log(y) : Logarithm.OnePlus(-x);
        var front = (a * logX) + (b * logY) + LogGamma.Of(a + b) - LogGamma.Of(a) - LogGamma.Of(b) - Math.Log(a);
        return front - Math.Log(Fraction(x, a, b));
    }

    // The denominator 1 + d1/(1 + d2/(1 + …)) of DLMF 8.17.22, by Lentz's method. All partial sums are positive here.
    private static double Fraction(double x, double a, double b)
    {
        double c = 1, d = 0, value = 1;
        for (var n = 1; n < 100_000; n++)
        {
            var m = n / 2;
            var term = n % 2 == 0
                ? m * (b - m) * x / ((a + n - 1) * (a + n))
                : -(a + m) * (a + b + m) * x / ((a + n - 1) * (a + n));
            d = 1 / (1 + (term * d));
            c = 1 + (term / c);
            value *= c * d;
            if (Math.Abs((c * d) - 1) < 1e-16)
            {
                break;
            }
        }

        return value;
    }
}
