using System.Text.Json;
using Distill.Runs;

namespace Distill.Jobs.Training;

/// <summary>How near an embedder's vectors are to its teacher's, on examples that it did not learn from.</summary>
/// <param name="Examples">How many there are.</param>
/// <param name="Cosine">The mean cosine of the angle between both vectors of an example; 1 where all agree.</param>
/// <param name="SameNeighbour">
/// The share of examples whose nearest other one, among these, is the same by both; 0 to 1. Of two examples that are equally near the first counts.
/// </param>
internal sealed record VectorScore(int Examples, double Cosine, double SameNeighbour)
{
    private const string Name = "vectors.json";

    /// <summary>What a run says; null where it measured none.</summary>
    public static VectorScore? Of(RunDirectory run) =>
        File.Exists(PathOf(run)) ? StrictJson.Read<VectorScore>(AtomicFile.ReadText(PathOf(run)), PathOf(run)) : null;

    public void Write(RunDirectory run) => AtomicFile.WriteText(PathOf(run), JsonSerializer.Serialize(this, StrictJson.Options) + "\n");

    private static string PathOf(RunDirectory run) => Path.Combine(run.Path, Name);
}
