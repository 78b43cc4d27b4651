namespace Distill.Runs.Results.Specialists;

/// <summary>Two classes whose probabilities rise and fall together.</summary>
/// <param name="First">One class.</param>
/// <param name="Second">The other.</param>
/// <param name="Covariance">Of the generalist's probabilities of the two.</param>
/// <param name="Correlation">The same as a correlation, −1 to 1.</param>
internal sealed record AssignedConfusion(int First, int Second, double Covariance, double Correlation);
