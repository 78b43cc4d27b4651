using System.Text.Json.Serialization;

namespace Distill.Runs.Results.Specialists;

/// <summary>How well one way of answering does on the test examples.</summary>
/// <param name="BySeed">One entry a seed.</param>
public sealed record SpecialistScores(IReadOnlyList<SeedScores> BySeed)
{
    /// <summary>The share whose label is the most probable class; the mean over the seeds.</summary>
    [JsonPropertyOrder(-3)]
    public double Top1 => BySeed.Average(seed => seed.Top1);

    /// <summary>The share whose label is among the five most probable classes; the mean over the seeds.</summary>
    [JsonPropertyOrder(-2)]
    public double Top5 => BySeed.Average(seed => seed.Top5);

    /// <summary>
    /// The paper's conditional accuracy: of the examples of a class that some specialist covers, the share whose label is
    /// the most probable of the covered classes; the mean over the seeds, null before classes are assigned.
    /// </summary>
    [JsonPropertyOrder(-1)]
    public double? Conditional => BySeed.Average(seed => seed.Conditional);
}
