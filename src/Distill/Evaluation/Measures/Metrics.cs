using Distill.Runs.Results;

namespace Distill.Evaluation;

/// <summary>How well a model predicts the labels of some cases, at temperature 1.</summary>
/// <param name="Cases">How many labelled cases were counted.</param>
/// <param name="Errors">Cases whose most probable class, the lowest of equally probable ones, is not the label.</param>
/// <param name="TopK">Shares of cases whose label is among the k most probable classes, in the order of the options.</param>
/// <param name="Nll">Mean of −log p(label), in nats; infinite when a label has probability 0.</param>
/// <param name="Brier">Mean of Σ_k (p_k − [k = label])² over all classes, 0 to 2.</param>
/// <param name="CalibrationError">Expected calibration error: Σ_bins share of cases · |accuracy − mean confidence|, 0 to 1.</param>
/// <param name="Reliability">
/// The bins of the calibration error, from low confidence to high: bin i of m holds (i/m, (i+1)/m], the first one 0 too.
/// </param>
/// <param name="Confusions">Predicted classes against labels.</param>
public sealed record Metrics(
    long Cases,
    long Errors,
    IReadOnlyList<(int K, double Accuracy)> TopK,
    double Nll,
    double Brier,
    double CalibrationError,
    IReadOnlyList<ReliabilityBin> Reliability,
    ConfusionCounts Confusions)
{
    /// <summary>Errors over cases.</summary>
    public double ErrorRate => (double)Errors / Cases;

    /// <summary>1 − <see cref="ErrorRate"/>.</summary>
    public double Accuracy => (double)(Cases - Errors) / Cases;
}
