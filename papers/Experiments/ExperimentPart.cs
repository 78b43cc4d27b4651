namespace Experiments;

/// <summary>A part of an experiment, which runs alone.</summary>
/// <param name="Name">What people type, for example "teacher".</param>
/// <param name="Needs">The parts that it rests on, which come before it and belong to every choice that it belongs to.</param>
/// <param name="Plan">What of the plan the part depends on.</param>
/// <param name="IsDone">Whether the results hold it.</param>
/// <param name="Run">Does it, or resumes it, and adds it to the results.</param>
internal sealed record ExperimentPart<TPlan, TWork, TResults>(
    string Name, IReadOnlyList<string> Needs, Func<TPlan, object?> Plan, Func<TResults, bool> IsDone, Func<TWork, TResults, TResults> Run)
{
    /// <summary>Trains what another process that runs the part has not begun, and measures nothing; null where the part cannot be shared.</summary>
    public Action<TWork>? Train { get; init; }
}
