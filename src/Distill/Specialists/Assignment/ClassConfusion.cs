namespace Distill.Specialists;

/// <summary>Two classes that a generalist confuses: its probabilities of them rise and fall together.</summary>
/// <param name="First">The class of the lower number.</param>
/// <param name="Second">The other.</param>
/// <param name="Covariance">Of their probabilities.</param>
/// <param name="Correlation">The same as a correlation, −1 to 1.</param>
internal sealed record ClassConfusion(int First, int Second, double Covariance, double Correlation);
