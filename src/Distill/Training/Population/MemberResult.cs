namespace Distill.Training.Population;

/// <summary>How one member of a population did.</summary>
/// <param name="Name">The member.</param>
/// <param name="Last">The held-out score after the last step; null without held-out examples, when interrupted before the end, or when it stopped early.</param>
/// <param name="Best">The best held-out score; its weights are given by <see cref="PopulationTrainer.CopyBestTo"/>.</param>
/// <param name="Failure">
/// Why it stopped before the others: the step and the number that was not finite. Its student then holds the weights
/// before that step. Null for a member that went to the end.
/// </param>
public sealed record MemberResult(string Name, HeldOutScore? Last, HeldOutScore? Best, string? Failure);
