using System.Globalization;
using Distill.Evaluation;

namespace Distill.Cli.Verbs;

/// <summary>Shares as people read them.</summary>
internal static class ShareText
{
    /// <summary>The mean and the standard deviation over the seeds, as "28.95 ± 0.21 % (n = 3)"; a single one as it is.</summary>
    public static string Spread(IReadOnlyList<double> shares)
    {
        var summary = SeedSummary.Of([.. shares]);
        return summary.Deviation is { } deviation
            ? string.Create(CultureInfo.InvariantCulture, $"{100 * summary.Mean:0.00} ± {100 * deviation:0.00} % (n = {summary.Count})")
            : Share(summary.Mean);
    }

    /// <summary>"28.95 %".</summary>
    public static string Share(double share) => share.ToString("0.00 %", CultureInfo.InvariantCulture);
}
