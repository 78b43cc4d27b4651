namespace Distill.Evaluation;

/// <summary>The binomial distribution with success probability ½, in log-space, for any number of trials.</summary>
internal static class FairCoin
{
    /// <summary>log P(X = <paramref name="k"/>) in <paramref name="n"/> throws; −∞ outside 0..n.</summary>
    /// <remarks>
    /// Loader's saddle-point form: the large terms of log n! − log k! − log (n−k)! − n log 2 cancel on paper instead
    /// of in floating point, so the result is as good for a billion throws as for ten.
    /// </remarks>
    public static double LogProbability(long n, long k)
    {
        if (k < 0 || k > n)
        {
            return double.NegativeInfinity;
        }

        if (k == 0 || k == n)
        {
            return -n * Math.Log(2);
        }

        var deviance = 0.5 * n * Deviance((n - (2.0 * k)) / n);
        return LogGamma.StirlingError(n) - LogGamma.StirlingError(k) - LogGamma.StirlingError(n - k) - deviance
            + (0.5 * Math.Log(n / (2 * Math.PI * k * (n - k))));
    }

    /// <summary>log P(X ≤ <paramref name="k"/>) for k below n/2, where the terms fall from k downwards.</summary>
    public static double LogLowerTail(long n, long k)
    {
        // Each term is k/(n−k+1) of the one before it, so some 10·√n of them reach the last bit.
        double term = 1, sum = 1;
        for (var i = k; i > 0 && term > sum * 1e-18; i--)
        {
            term *= (double)i / (n - i + 1);
            sum += term;
        }

        return LogProbability(n, k) + Math.Log(sum);
    }

    // (1+e)·log(1+e) + (1−e)·log(1−e), by its series where the two would cancel.
    private static double Deviance(double e)
    {
        if (Math.Abs(e) > 0.2)
        {
            return ((1 + e) * Math.Log(1 + e)) + ((1 - e) * Math.Log(1 - e));
        }

        double power = e * e, sum = 0;
        for (var j = 1; power > sum * 1e-18; j++)
        {
            sum += power / (j * ((2.0 * j) - 1));
            power *= e * e;
        }

        return sum;
    }
}
