using System.Text.Json.Serialization;
using Distill.Jobs.Budgets;
using Distill.Jobs.Members;
using Distill.Runs.Results;
using Distill.Training;

namespace Distill.Jobs.Training;

/// <summary>What came of a training.</summary>
/// <param name="Run">The run's folder.</param>
/// <param name="Model">The model after the last step; the best by held-out errors lies beside it.</param>
/// <param name="Training">Steps and held-out scores, last and best.</param>
/// <param name="Test">The model after the last step on the test set; null where no example of the data has a label.</param>
/// <param name="Seconds">Seconds of training in this process.</param>
/// <param name="Start">The model that the training started from; null for random weights.</param>
/// <param name="Cosine">
/// Of an embedder, the mean cosine of the angle between its vectors and its teacher's on held-out examples; null of other models, or where
/// nothing was held out.
/// </param>
/// <param name="SameNeighbour">Of an embedder, the share of held-out examples whose nearest other one is the same by both; null as above.</param>
public sealed record TrainOutcome(
    string Run, string Model, TrainingResult Training, EvaluationSummary? Test, double Seconds, StartingModel? Start, double? Cosine = null, double? SameNeighbour = null)
{
    /// <summary>The ONNX file within a budget; null where none was asked for.</summary>
    [JsonIgnore]
    public string? File => Budgeted?.File;

    /// <summary>The same with what was measured of it.</summary>
    [JsonInclude, JsonPropertyName("file"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal BudgetedFile? Budgeted { get; init; }
}
