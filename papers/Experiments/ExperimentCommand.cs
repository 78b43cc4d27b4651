namespace Experiments;

/// <summary>One command of several that made a run.</summary>
/// <param name="Command">As it was typed.</param>
/// <param name="Parts">The parts that it ended, in their order.</param>
/// <param name="Commit">What the program was built from; null where unknown.</param>
internal sealed record ExperimentCommand(string Command, IReadOnlyList<string> Parts, string? Commit = null);
