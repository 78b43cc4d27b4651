namespace Distill.Runs.Results.Sweeps;

/// <summary>One temperature and hard weight.</summary>
/// <param name="Temperature">Temperature of distillation.</param>
/// <param name="HardWeight">Weight on the labels, 0 to 1.</param>
/// <param name="Students">Its students, one a seed, in the same order of seeds for every setting.</param>
/// <param name="Chosen">Whether it has the fewest errors on held-out examples in the mean of the seeds; of equals the one with the lower NLL.</param>
public sealed record SweepSetting(
    double Temperature, double HardWeight, IReadOnlyList<SweepStudent> Students, bool Chosen = false);
