using Distill.Runs.Results;

namespace Distill.Evaluation;

/// <summary>Counts cases into bins of equal width by confidence.</summary>
internal sealed class ReliabilityAccumulator(int bins)
{
    private readonly long[] counts = new long[bins];
    private readonly long[] right = new long[bins];
    private readonly double[] confidence = new double[bins];

    /// <summary>Adds a case. A confidence that rounding put above 1 counts as 1.</summary>
    public void Add(double caseConfidence, bool correct)
    {
        var value = Math.Min(caseConfidence, 1);
        var bin = Math.Clamp((int)Math.Ceiling(value * bins) - 1, 0, bins - 1);
        counts[bin]++;
        right[bin] += correct ? 1 : 0;
        confidence[bin] += value;
    }

    /// <summary>The bins from low confidence to high; bin i holds (i/bins, (i+1)/bins], and the first one 0 too.</summary>
    public IReadOnlyList<ReliabilityBin> Bins() =>
    [
        .. Enumerable.Range(0, bins).Select(bin => new ReliabilityBin(
            counts[bin],
            counts[bin] == 0 ? 0 : confidence[bin] / counts[bin],
            counts[bin] == 0 ? 0 : (double)right[bin] / counts[bin])),
    ];
}
