namespace Distill.Evaluation;

/// <summary>An interval that holds the true value with a given confidence.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
/// <param name="Confidence">For example 0.95.</param>
public sealed record ConfidenceInterval(double Low, double High, double Confidence);
