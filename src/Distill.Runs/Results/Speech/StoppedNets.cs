using System.Text.Json.Serialization;

namespace Distill.Runs.Results.Speech;

/// <summary>Nets on labels, where early stopping would have kept them and where training ends. Means over the seeds.</summary>
/// <param name="BySeed">One entry a seed.</param>
public sealed record StoppedNets(IReadOnlyList<RegularizerScores> BySeed)
{
    /// <summary>The share of training frames in the right state when the validation speakers came out best, as the paper gives it.</summary>
    [JsonPropertyOrder(-4)]
    public double Train => BySeed.Average(seed => seed.BestTrain);

    /// <summary>The share of the test speakers' frames in the right state, then.</summary>
    [JsonPropertyOrder(-3)]
    public double BestTest => BySeed.Average(seed => seed.BestTest);

    /// <summary>The share of training frames in the right state after the last step.</summary>
    [JsonPropertyOrder(-2)]
    public double FinalTrain => BySeed.Average(seed => seed.Train);

    /// <summary>The share of the test speakers' frames in the right state after the last step.</summary>
    [JsonPropertyOrder(-1)]
    public double FinalTest => BySeed.Average(seed => seed.Test);
}
