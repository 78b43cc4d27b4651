using Distill.Runs.Results;

namespace Distill.Evaluation;

/// <summary>All that was measured of one model on one view.</summary>
/// <param name="Name">The model.</param>
/// <param name="Metrics">How well it predicts the labels.</param>
/// <param name="Agreement">How close it comes to its teacher; null when there was none.</param>
/// <param name="Scores">What it made of each case; null when that was not kept.</param>
public sealed record ModelEvaluation(string Name, Metrics Metrics, TeacherAgreement? Agreement, CaseScores? Scores)
{
    /// <summary>The numbers that a run's files keep.</summary>
    /// <param name="topK">Which of the measured top-k accuracies to keep; null, or one not measured, for none.</param>
    public TestScores ToTestScores(int? topK = null) => new(
        Metrics.Errors,
        Metrics.Nll,
        Metrics.CalibrationError,
        Metrics.Brier,
        Metrics.TopK.Where(top => top.K == topK).Select(top => (double?)top.Accuracy).FirstOrDefault(),
        Agreement?.Agreement,
        Agreement?.Divergence);
}
