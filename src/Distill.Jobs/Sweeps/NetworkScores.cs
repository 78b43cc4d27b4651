using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Runs.Results.Sweeps;

namespace Distill.Jobs.Sweeps;

/// <summary>The file of an architecture that is finished, by which a resumed sweep knows that it is.</summary>
/// <param name="Network">The results.</param>
internal sealed record NetworkScores(SweepNetwork Network)
{
    /// <summary>All that decided the results; null in the files of earlier versions.</summary>
    public WorkIdentity? DecidedBy { get; init; }

    /// <summary>Reads the results from a file.</summary>
    /// <returns>Null where there is no file.</returns>
    /// <exception cref="DistillException">The file is damaged, or of another sweep.</exception>
    public static SweepNetwork? Read(string path, WorkIdentity identity)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var scores = RunJson.Read<NetworkScores>(path);
        FinishedWork.Require($"the sweep of {scores.Network.Description} in {path}", scores.DecidedBy, identity, Path.GetDirectoryName(path)!);
        return scores.Network;
    }
}
