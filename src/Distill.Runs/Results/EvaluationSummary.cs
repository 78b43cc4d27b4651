namespace Distill.Runs.Results;

/// <summary>What evaluation.json holds: one model on one data set, at temperature 1.</summary>
/// <param name="Dataset">The data set and its part, for example "fashion-mnist test".</param>
/// <param name="Examples">Examples evaluated.</param>
/// <param name="Model">The model, for example "784-128-128-10".</param>
/// <param name="Test">The scores.</param>
/// <param name="TopK">The k of the top-k accuracy; null where none was measured.</param>
/// <param name="Parameters">Weights and biases; null where not counted.</param>
/// <param name="MultiplyAdds">Multiply-adds for one example; null where not counted.</param>
/// <param name="Throughput">Speed; null where not measured.</param>
/// <param name="Reliability">Bins of equal width from low confidence to high; null where not measured.</param>
public sealed record EvaluationSummary(
    string Dataset,
    long Examples,
    string Model,
    TestScores Test,
    int? TopK = null,
    long? Parameters = null,
    long? MultiplyAdds = null,
    Throughput? Throughput = null,
    IReadOnlyList<ReliabilityBin>? Reliability = null)
{
    /// <summary>The version of the format of evaluation.json that this library writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the format of this summary.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Reads evaluation.json.</summary>
    /// <exception cref="DistillException">The file is missing, damaged or of a newer format.</exception>
    public static EvaluationSummary Read(string path)
    {
        var summary = RunJson.Read<EvaluationSummary>(path);
        if (summary.Format != CurrentFormat)
        {
            throw new DistillException($"{path} has format {summary.Format}, but this version reads {CurrentFormat}; evaluate again.");
        }

        if (summary.Reliability?.Any(bin => bin is null) == true)
        {
            throw DistillException.Damaged($"{path} holds null in reliability; expected bins. The file is damaged: evaluate again.");
        }

        return summary;
    }

    /// <summary>Writes evaluation.json, whole or not at all.</summary>
    /// <exception cref="DistillException">The file cannot be written.</exception>
    public void Write(string path) => RunJson.Write(path, this);
}
