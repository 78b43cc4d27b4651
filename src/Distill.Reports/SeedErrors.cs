using Distill.Runs.Documents;

namespace Distill.Reports;

/// <summary>Errors of students that differ by their seeds alone; none where all of them stopped.</summary>
internal sealed class SeedErrors(IReadOnlyList<long> counts)
{
    public IReadOnlyList<long> Counts => counts;

    /// <summary>Their mean; not a number where there are none.</summary>
    public double Mean { get; } = counts.Count > 0 ? counts.Average(count => (double)count) : double.NaN;

    /// <summary>Their standard deviation, with n − 1; null for fewer than two.</summary>
    public double? Deviation => Measure.Of(counts)?.Deviation;

    /// <summary>For example "74.3 ± 2.1".</summary>
    public string Text => counts.Count == 0 ? "–" : NumberText.Spread(Mean, Deviation);
}
