using Distill.Runs;
using Distill.Runs.Results.Sweeps;

namespace Distill.Experiments.Sweeps;

/// <summary>The file of an architecture that is finished, by which a resumed sweep knows that it is.</summary>
/// <param name="Identity">All that decided the results.</param>
/// <param name="Network">The results.</param>
internal sealed record NetworkScores(Fingerprint Identity, SweepNetwork Network)
{
    /// <summary>Reads the results from a file.</summary>
    /// <returns>Null where there is no file.</returns>
    /// <exception cref="DistillException">The file is damaged, or of another sweep.</exception>
    public static SweepNetwork? Read(string path, Fingerprint identity)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var scores = RunJson.Read<NetworkScores>(path);
        return scores.Identity == identity
            ? scores.Network
            : throw new DistillException(
                $"{path} belongs to another sweep ({scores.Identity}; this one is {identity}): grid, data or teacher differ. Sweep in another folder, or delete this one.");
    }
}
