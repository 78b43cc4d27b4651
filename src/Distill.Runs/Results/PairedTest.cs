namespace Distill.Runs.Results;

/// <summary>A test between two rows on the same test examples, seeds paired and pooled.</summary>
/// <param name="First">Id of one row, for example "hard".</param>
/// <param name="Second">Id of the other, for example "distilled".</param>
/// <param name="OnlyFirstWrong">Cases that the first alone gets wrong.</param>
/// <param name="OnlySecondWrong">Cases that the second alone gets wrong.</param>
/// <param name="McNemarP">McNemar's two-sided p.</param>
/// <param name="ErrorRateDifference">Error rate of the first less that of the second; null where not bootstrapped.</param>
/// <param name="Lower">Lower end of the bootstrap interval of the difference.</param>
/// <param name="Upper">Upper end of the bootstrap interval of the difference.</param>
/// <param name="Confidence">Confidence of the interval, for example 0.95.</param>
public sealed record PairedTest(
    string First,
    string Second,
    long OnlyFirstWrong,
    long OnlySecondWrong,
    double McNemarP,
    double? ErrorRateDifference = null,
    double? Lower = null,
    double? Upper = null,
    double? Confidence = null);
