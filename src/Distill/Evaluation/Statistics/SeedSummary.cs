using Distill.Runs.Results;

namespace Distill.Evaluation;

/// <summary>One number measured over several seeds.</summary>
/// <param name="Count">How many seeds there are.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their sample standard deviation (divisor n − 1); null for a single seed.</param>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
public sealed record SeedSummary(int Count, double Mean, double? Deviation, double Minimum, double Maximum)
{
    /// <summary>Summarises one value a seed.</summary>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static SeedSummary Of(params IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
        {
            throw new ArgumentException("There are no values to summarise.", nameof(values));
        }

        var mean = values.Average();
        double? deviation = values.Count == 1
            ? null
            : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        return new SeedSummary(values.Count, mean, deviation, values.Min(), values.Max());
    }

    /// <summary>The interval of Student's t for the mean over all seeds; null for a single seed.</summary>
    /// <param name="confidence">Greater than 0 and below 1.</param>
    public Interval? Interval(double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(confidence, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);
        if (Deviation is not { } deviation)
        {
            return null;
        }

        var half = StudentT.TwoSidedQuantile(confidence, Count - 1) * deviation / Math.Sqrt(Count);
        return new Interval(Mean, Mean - half, Mean + half, confidence);
    }
}
