namespace Distill.Runs.Results;

/// <summary>One setting tried on held-out data.</summary>
/// <param name="Temperature">Temperature of distillation.</param>
/// <param name="HardWeight">Weight on the labels, 0 to 1.</param>
/// <param name="ErrorRate">Share of held-out examples in error, 0 to 1.</param>
/// <param name="Nll">Mean negative log-likelihood on held-out examples, in nats.</param>
/// <param name="Chosen">Whether the rows use this setting.</param>
internal sealed record HeldOutScore(double Temperature, double HardWeight, double ErrorRate, double Nll, bool Chosen = false);
