namespace Distill.Evaluation;

/// <summary>Student's t distribution.</summary>
internal static class StudentT
{
    /// <summary>log P(|T| ≥ |t|) with <paramref name="degrees"/> degrees of freedom: the log of the two-sided p-value.</summary>
    public static double LogTwoSided(double t, double degrees)
    {
        var magnitude = Math.Abs(t);
        if (double.IsInfinity(magnitude))
        {
            return double.NegativeInfinity;
        }

        // x = ν/(ν+t²) and 1 − x, written so that neither overflows nor cancels.
        var ratio = magnitude / Math.Sqrt(degrees);
        var square = ratio * ratio;
        return double.IsInfinity(square)
            ? LogFarTail(ratio, degrees)
            : IncompleteBeta.Log(1 / (1 + square), square / (1 + square), degrees / 2, 0.5);
    }

    /// <summary>The t with P(|T| ≥ t) = 1 − <paramref name="confidence"/>.</summary>
    /// <param name="confidence">Greater than 0 and below 1, for example 0.95.</param>
    /// <param name="degrees">Degrees of freedom, greater than 0.</param>
    public static double TwoSidedQuantile(double confidence, double degrees)
    {
        var target = Logarithm.OnePlus(-confidence);
        double low = 0, high = 1;
        while (LogTwoSided(high, degrees) > target)
        {
            low = high;
            high *= 2;
        }

        // Bisection ends when no double lies between; the tail is monotone, so nothing can go wrong.
        for (var middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2)
        {
            (low, high) = LogTwoSided(middle, degrees) > target ? (middle, high) : (low, middle);
        }

        return high;
    }

    // With t²/ν beyond the range of a double only the leading term x^(ν/2) / (ν/2 · B(ν/2, ½)) is left.
    private static double LogFarTail(double ratio, double degrees)
    {
        var a = degrees / 2;
        return (-degrees * Math.Log(ratio)) - Math.Log(a) + LogGamma.Of(a + 0.5) - LogGamma.Of(a) - LogGamma.Of(0.5);
    }
}
