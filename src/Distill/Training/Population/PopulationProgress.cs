namespace Distill.Training.Population;

/// <summary>The numbers of a population's checkpoint that are not tensors.</summary>
/// <param name="Step">Steps done: the position in schedule, order and augmentation.</param>
/// <param name="Members">Each member's own.</param>
internal sealed record PopulationProgress(long Step, IReadOnlyList<MemberProgress> Members);
