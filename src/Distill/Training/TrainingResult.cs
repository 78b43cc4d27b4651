namespace Distill.Training;

/// <summary>How a training ended. The student holds the weights after the last step, never silently the best.</summary>
/// <param name="Completed">Whether all steps are done; otherwise it was cancelled, and a checkpoint written where there is a folder.</param>
/// <param name="Steps">Steps done in all, those before a resume included.</param>
/// <param name="Epochs">Epochs done in all.</param>
/// <param name="ExamplesPerSecond">
/// Training examples a second in this process, each counted once for all members of a population; evaluations and checkpoints left out.
/// </param>
/// <param name="Last">
/// The held-out score after the last step; null without held-out examples, or when interrupted before the end. Those of a population
/// are in <see cref="Population.PopulationTrainer.Members"/>.
/// </param>
/// <param name="Best">The best held-out score, likewise; its weights are given by <see cref="Trainer.CopyBestTo"/>.</param>
public sealed record TrainingResult(
    bool Completed, long Steps, double Epochs, double ExamplesPerSecond, HeldOutScore? Last = null, HeldOutScore? Best = null);
