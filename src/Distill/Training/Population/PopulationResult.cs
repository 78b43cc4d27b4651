namespace Distill.Training.Population;

/// <summary>How the training of a population ended. Each student holds its weights after its last step.</summary>
/// <param name="Completed">Whether all steps are done; otherwise it was cancelled, and a checkpoint written where there is a folder.</param>
/// <param name="Steps">Steps done in all, those before a resume included.</param>
/// <param name="Epochs">Epochs done in all.</param>
/// <param name="ExamplesPerSecond">
/// Training examples a second in this process, each counted once for every member; evaluations and checkpoints left out.
/// </param>
/// <param name="Members">How each member did, in the order of the task.</param>
public sealed record PopulationResult(
    bool Completed, long Steps, double Epochs, double ExamplesPerSecond, IReadOnlyList<MemberResult> Members);
