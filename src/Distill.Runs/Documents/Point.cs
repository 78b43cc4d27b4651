namespace Distill.Runs.Documents;

/// <summary>A point of a curve.</summary>
/// <param name="X">Where it stands.</param>
/// <param name="Values">How high: one value, or one a seed.</param>
/// <param name="Chosen">Whether held-out data chose it; then it has a ring.</param>
internal sealed record Point(double X, IReadOnlyList<double> Values, bool Chosen = false);
