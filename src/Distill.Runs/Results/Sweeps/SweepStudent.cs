namespace Distill.Runs.Results.Sweeps;

/// <summary>One student.</summary>
/// <param name="Seed">Decides its first weights.</param>
/// <param name="TestErrors">Errors on the test set; null where its training stopped.</param>
/// <param name="TestNll">Mean negative log-likelihood on the test set, in nats; null where its training stopped.</param>
/// <param name="HeldOutErrors">Errors on held-out training examples after the last step; null where none were held out.</param>
/// <param name="HeldOutNll">Mean negative log-likelihood on them, in nats.</param>
/// <param name="Failure">Why its training stopped, for example at a loss that is not finite; null when it went to the end.</param>
public sealed record SweepStudent(
    long Seed,
    long? TestErrors = null,
    double? TestNll = null,
    long? HeldOutErrors = null,
    double? HeldOutNll = null,
    string? Failure = null);
