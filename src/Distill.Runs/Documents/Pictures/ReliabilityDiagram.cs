using System.Text.Json.Serialization;
using Distill.Runs.Results;

namespace Distill.Runs.Documents;

/// <summary>The reliability of one model.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Colour">Its colour, 0 to 6, as in plots.</param>
/// <param name="Ece">Its expected calibration error, a fraction.</param>
/// <param name="Bins">Examples by confidence.</param>
internal sealed record ReliabilityDiagram(string Name, int Colour, double Ece, IReadOnlyList<ReliabilityBin> Bins)
{
    /// <summary>The bins that have a place in a diagram.</summary>
    [JsonIgnore]
    public IReadOnlyList<ReliabilityBin> Filled =>
        [.. Bins.Where(bin => bin is { Count: > 0, MeanConfidence: >= 0 and <= 1, Accuracy: >= 0 and <= 1 })];

    /// <summary>The calibration error, and whether the model is too sure.</summary>
    [JsonIgnore]
    public string InShort => $"ECE {NumberText.Percent(Ece)}, {Tendency(Filled)}";

    private static string Tendency(IReadOnlyList<ReliabilityBin> bins)
    {
        var gap = bins.Sum(bin => bin.Count * (bin.MeanConfidence - bin.Accuracy)) / bins.Sum(bin => (double)bin.Count);
        return gap switch
        {
            > 0.005 => $"overconfident by {NumberText.Percent(gap)}",
            < -0.005 => $"underconfident by {NumberText.Percent(-gap)}",
            _ => "neither over- nor underconfident on the whole",
        };
    }
}
