using Distill.Runs;

namespace Experiments;

/// <summary>How the results can be had again.</summary>
/// <param name="Commands">What was typed, in this order; a run that is resumed with other parts has several.</param>
/// <param name="Versions">The software.</param>
/// <param name="Machine">The machine.</param>
/// <param name="Seeds">The seeds of the students.</param>
/// <param name="Finished">When the last part ended.</param>
internal sealed record ExperimentProvenance(
    IReadOnlyList<ExperimentCommand> Commands,
    RunVersions Versions,
    MachineInfo Machine,
    IReadOnlyList<long> Seeds,
    DateTimeOffset Finished);
