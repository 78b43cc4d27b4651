namespace Distill.Runs.Results.Mnist;

/// <summary>How the results can be had again.</summary>
/// <param name="Command">The command.</param>
/// <param name="Versions">The software.</param>
/// <param name="Machine">The machine.</param>
/// <param name="Seeds">The seeds of the students.</param>
/// <param name="Finished">When the last part ended.</param>
/// <param name="Commit">What the program was built from; null where unknown.</param>
public sealed record MnistReceipt(
    string Command,
    RunVersions Versions,
    MachineInfo Machine,
    IReadOnlyList<long> Seeds,
    DateTimeOffset Finished,
    string? Commit = null);
