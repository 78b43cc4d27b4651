namespace Distill.Runs.Results;

/// <summary>One point of a learning curve.</summary>
/// <param name="Epoch">Passes over the data done so far.</param>
/// <param name="TrainLoss">Mean loss that the training minimises, which differs from row to row; null where not measured here.</param>
/// <param name="HeldOutErrorRate">Share of held-out examples in error, 0 to 1; null where not measured here.</param>
/// <param name="HeldOutNll">Mean negative log-likelihood on held-out examples, in nats; null where not measured here.</param>
internal sealed record CurvePoint(
    double Epoch,
    double? TrainLoss = null,
    double? HeldOutErrorRate = null,
    double? HeldOutNll = null);
