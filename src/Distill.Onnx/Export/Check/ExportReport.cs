namespace Distill.Onnx.Export.Check;

/// <summary>How an exported file compares with the model that it was made from.</summary>
/// <param name="Weights">How its weights are kept.</param>
/// <param name="Examples">How many examples were compared.</param>
/// <param name="MaxLogitDifference">The largest absolute difference of a logit, over all levels of optimisation.</param>
/// <param name="ArgmaxAgreement">The share of examples with the same most probable class, at the level where it is least.</param>
/// <param name="Bytes">Bytes of the file.</param>
/// <param name="ModelAccuracy">The model's share of right answers; null where no example has a label.</param>
/// <param name="Accuracy">The file's, fully optimised.</param>
/// <param name="LatencyMs">Milliseconds for one example alone.</param>
/// <param name="Throughput">Examples a second in large batches.</param>
/// <param name="Levels">Each level of optimisation.</param>
/// <param name="Problems">Why the file is not good, one sentence each; none where it is.</param>
public sealed record ExportReport(
    WeightFormat Weights,
    int Examples,
    double MaxLogitDifference,
    double ArgmaxAgreement,
    long Bytes,
    double? ModelAccuracy,
    double? Accuracy,
    StudentAndTeacher LatencyMs,
    StudentAndTeacher Throughput,
    IReadOnlyList<LevelCheck> Levels,
    IReadOnlyList<string> Problems);
