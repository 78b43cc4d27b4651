using System.Text.Json.Serialization;

namespace Distill.Runs.Results;

/// <summary>A test between two rows on the same test examples, seeds paired. Differences are first less second: above 0 the second is better.</summary>
/// <param name="First">Id of one row, for example "hard".</param>
/// <param name="Second">Id of the other, for example "distilled".</param>
/// <param name="OnlyFirstWrong">Cases that the first alone gets wrong, of all seeds together.</param>
/// <param name="OnlySecondWrong">Cases that the second alone gets wrong, of all seeds together.</param>
/// <param name="McNemarP">McNemar's two-sided p of earlier versions, which pooled the seeds and so were too sure.</param>
/// <param name="ErrorRateDifference">Of earlier versions: error rate of the first less that of the second.</param>
/// <param name="Lower">Of earlier versions: lower end of an interval that takes the cases alone as random.</param>
/// <param name="Upper">Of earlier versions: upper end of it.</param>
/// <param name="Confidence">Of earlier versions: its confidence, for example 0.95.</param>
internal sealed record PairedTest(
    string First,
    string Second,
    long OnlyFirstWrong,
    long OnlySecondWrong,
    double? McNemarP = null,
    double? ErrorRateDifference = null,
    double? Lower = null,
    double? Upper = null,
    double? Confidence = null)
{
    /// <summary>Error rate of the first less that of the second, with an interval that takes seeds and cases as random; of one seed, cases alone.</summary>
    public Interval? IntervalSeedsAndCases { get; init; }

    /// <summary>Student's paired t over the seeds; null for fewer than two.</summary>
    [JsonPropertyName("tOverSeeds")]
    public SeedsTest? OverSeeds { get; init; }

    /// <summary>The seeds one by one; null in files of earlier versions.</summary>
    public IReadOnlyList<SeedDifference>? PerSeed { get; init; }

    /// <summary>McNemar's two-sided p of the only seed; of several seeds that of earlier versions, or null.</summary>
    [JsonIgnore]
    public double? POfCases => PerSeed is [var only] ? only.McNemarP : McNemarP;

    /// <summary>The same test with its rows the other way round.</summary>
    internal PairedTest Turned() => new(
        Second, First, OnlySecondWrong, OnlyFirstWrong, McNemarP, -ErrorRateDifference, -Upper, -Lower, Confidence)
    {
        IntervalSeedsAndCases = IntervalSeedsAndCases is { } interval
            ? interval with { Estimate = -interval.Estimate, Lower = -interval.Upper, Upper = -interval.Lower }
            : null,
        OverSeeds = OverSeeds,
        PerSeed = PerSeed is null ? null : [.. PerSeed.Select(seed => seed with { Difference = -seed.Difference })],
    };
}
