using System.Text.Json.Serialization;
using Distill.Evaluation;
using Distill.Onnx.Export;
using Distill.Onnx.Export.Check;

namespace Distill.Jobs.Export;

/// <summary>What was exported, and how it compares with the model.</summary>
/// <param name="File">The file; null where the check found problems and no file was written.</param>
/// <param name="Model">The model's layers.</param>
/// <param name="Dataset">What it was checked on.</param>
/// <param name="Weights">How weights are kept.</param>
/// <param name="Temperature">T of the probabilities.</param>
/// <param name="Calibrated">How T was fitted; null where it was given.</param>
/// <param name="Examples">How many examples were compared.</param>
/// <param name="MaxLogitDifference">The largest absolute difference of a logit, over all levels of optimisation.</param>
/// <param name="ArgmaxAgreement">The share of examples with the same most probable class, at the level where it is least.</param>
/// <param name="Bytes">Bytes of the file.</param>
/// <param name="ModelAccuracy">The model's share of right answers; null where no example has a label.</param>
/// <param name="Accuracy">The file's.</param>
/// <param name="LatencyMs">Milliseconds for one example alone.</param>
/// <param name="Throughput">Examples a second in large batches.</param>
/// <param name="Levels">Each of ONNX Runtime's levels of optimisation.</param>
/// <param name="Problems">Why there is no file; empty where there is one.</param>
public sealed record ExportOutcome(
    string? File,
    string Model,
    string Dataset,
    WeightFormat Weights,
    double Temperature,
    TemperatureCalibration? Calibrated,
    int Examples,
    double MaxLogitDifference,
    double ArgmaxAgreement,
    long Bytes,
    double? ModelAccuracy,
    double? Accuracy,
    StudentAndTeacher LatencyMs,
    StudentAndTeacher Throughput,
    IReadOnlyList<LevelCheck> Levels,
    IReadOnlyList<string> Problems)
{
    /// <summary>The page beside the file for whoever gets it; null where there is no file.</summary>
    public string? Card { get; init; }

    /// <summary>Epochs that the model was trained on as integers; null where it was rounded as it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TunedEpochs { get; init; }

    /// <summary>Of an embedder, the mean cosine of the angle between a vector of the file and the model's, at the level where it is least; null of classifiers.</summary>
    [JsonIgnore]
    public double? MeanCosine => Levels.Min(level => level.MeanCosine);

    /// <summary>The file with the pieces that an application makes of texts, a piece a line; null where it needs none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Vocabulary { get; init; }
}
