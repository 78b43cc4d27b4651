using Distill.Runs.Results;

namespace Distill.Evaluation;

/// <summary>
/// The interval of Wilson's score for a share of independent cases. Unlike the one of the normal curve it stays between 0 and 1, and
/// is not empty where all cases are right.
/// </summary>
internal static class WilsonInterval
{
    // The quantile of the normal curve that 2.5 % lie above.
    private const double Quantile = 1.959963984540054;

    /// <summary>95 % of such intervals hold the share that was to be found with endless cases.</summary>
    /// <param name="share">What was found, 0 to 1.</param>
    /// <param name="cases">Of how many cases, 1 or more.</param>
    public static Interval Of(double share, long cases)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cases, 1);
        var squared = Quantile * Quantile;
        var centre = (share + (squared / (2 * cases))) / (1 + (squared / cases));
        var half = Quantile / (1 + (squared / cases)) * Math.Sqrt((share * (1 - share) / cases) + (squared / (4.0 * cases * cases)));
        return new Interval(share, Math.Max(0, centre - half), Math.Min(1, centre + half), 0.95);
    }
}
