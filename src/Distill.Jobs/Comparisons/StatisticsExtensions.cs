using Distill.Data;
using Distill.Models;

namespace Distill.Jobs.Comparisons;

/// <summary>From the statistics of a data set to a model's own normalisation; data and models do not know each other.</summary>
internal static class StatisticsExtensions
{
    public static Normalisation ToNormalisation(this PixelStatistics statistics) =>
        // A channel or feature that never changes carries nothing, and must not be divided by zero.
        new(statistics.Mean, [.. statistics.Deviation.Select(deviation => deviation > 1e-8 ? deviation : 1)]);
}
