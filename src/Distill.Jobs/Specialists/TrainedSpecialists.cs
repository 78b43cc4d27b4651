namespace Distill.Jobs.Specialists;

/// <summary>What became of the specialists that a process was asked to train, by their numbers from 1.</summary>
/// <param name="Run">The run's folder.</param>
/// <param name="Trained">This process trained them to their end.</param>
/// <param name="Done">They were trained already, or by another process meanwhile.</param>
/// <param name="Held">Another process has them.</param>
public sealed record TrainedSpecialists(string Run, IReadOnlyList<int> Trained, IReadOnlyList<int> Done, IReadOnlyList<int> Held);
