namespace Distill.Benchmarks.Ranks;

/// <summary>Medians over the steps of one training, in milliseconds, as rank 0 saw them.</summary>
/// <param name="Net">"mlp" or "conv".</param>
/// <param name="Batch">Examples of this rank in a step.</param>
/// <param name="Step">From the end of a step to that of the next.</param>
/// <param name="Sum">Of it, in sums of gradients and of batch normalisation.</param>
/// <param name="Wait">Of it, in agreements, which wait for the slower rank.</param>
/// <param name="Alone">A step of the same size by this process alone, while the others take theirs.</param>
internal sealed record RankTimes(string Net, int Batch, double Step, double Sum, double Wait, double Alone);
