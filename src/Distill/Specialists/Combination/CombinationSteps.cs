namespace Distill.Specialists;

/// <summary>How the answer about one example comes about: what the generalist says, which specialists it calls, and what each changes.</summary>
/// <param name="Generalist">log p^g, one for each class.</param>
/// <param name="Called">The specialists in A, ascending, each with log p^m: the classes of its set, ascending, then its dustbin.</param>
/// <param name="Combined">log q of the generalist and the first 1, 2, … of <paramref name="Called"/>; the last is the answer.</param>
internal sealed record CombinationSteps(
    float[] Generalist, IReadOnlyList<(int Specialist, float[] Answer)> Called, IReadOnlyList<float[]> Combined);
