namespace Distill.Runs.Results;

/// <summary>The temperatures and hard weights tried on held-out data, and the choice made there.</summary>
/// <param name="Criterion">What the choice minimises, for people, for example "held-out error rate".</param>
/// <param name="Scores">One entry a setting; exactly one is chosen.</param>
internal sealed record HeldOutGrid(string Criterion, IReadOnlyList<HeldOutScore> Scores);
