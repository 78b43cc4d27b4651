namespace Distill.Benchmarks.Guard;

/// <summary>What the check of one network costs; medians over rounds.</summary>
/// <param name="Network">The architecture, as the command line writes it.</param>
/// <param name="Precision">"f32" or "bf16".</param>
/// <param name="CheckSeconds">The first check in a process, forward and backward.</param>
/// <param name="StepSeconds">One training step of 256 examples.</param>
internal sealed record GuardCost(string Network, string Precision, double CheckSeconds, double StepSeconds);
