using System.Text.Json.Serialization;

namespace Distill.Onnx.Export.Check;

/// <summary>What ONNX Runtime makes of a file at one level of optimisation.</summary>
/// <param name="Level">"disabled", "basic", "extended" or "all".</param>
/// <param name="MaxLogitDifference">The largest absolute difference of a logit from the model's.</param>
/// <param name="ArgmaxAgreement">The share of examples with the model's most probable class.</param>
/// <param name="DifferenceFromDisabled">The largest absolute difference of a logit from what the file gives without optimisation.</param>
/// <param name="Accuracy">The share of labelled examples that are right; null where none has a label.</param>
public sealed record LevelCheck(
    string Level, double MaxLogitDifference, double ArgmaxAgreement, double DifferenceFromDisabled, double? Accuracy)
{
    /// <summary>Of an embedder, the mean cosine of the angle between a vector of the file and the model's; null of classifiers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MeanCosine { get; init; }
}
