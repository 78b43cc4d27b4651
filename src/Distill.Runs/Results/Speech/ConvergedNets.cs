using System.Text.Json.Serialization;

namespace Distill.Runs.Results.Speech;

/// <summary>Nets that are trained to the end of their schedule, without early stopping.</summary>
/// <param name="BySeed">One entry a seed.</param>
public sealed record ConvergedNets(IReadOnlyList<RegularizerScores> BySeed)
{
    /// <summary>The share of training frames in the right state; the mean over the seeds.</summary>
    [JsonPropertyOrder(-2)]
    public double Train => BySeed.Average(seed => seed.Train);

    /// <summary>The share of the test speakers' frames in the right state; the mean over the seeds.</summary>
    [JsonPropertyOrder(-1)]
    public double Test => BySeed.Average(seed => seed.Test);
}
