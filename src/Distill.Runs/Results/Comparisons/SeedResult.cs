namespace Distill.Runs.Results;

/// <summary>One trained student of a row.</summary>
/// <param name="Seed">Seed of start, order and augmentation.</param>
/// <param name="Test">The student on the test set.</param>
/// <param name="Curve">How its training went.</param>
/// <param name="TrainingSeconds">Seconds of training; null where not measured.</param>
internal sealed record SeedResult(
    long Seed,
    TestScores Test,
    IReadOnlyList<CurvePoint> Curve,
    double? TrainingSeconds = null);
