using Distill.Data;
using Distill.Evaluation;
using Distill.Models;

namespace Distill.Training;

/// <summary>Measures the float32 student, the one that files keep, on held-out examples.</summary>
internal static class HeldOutEvaluation
{
    public static readonly MetricOptions ErrorsAndNll = new() { TopK = [], KeepCases = false };

    public static HeldOutScore Of(Classifier student, ExampleView view, int batchSize, long step, double epoch)
    {
        var metrics = Evaluator.Evaluate(Predictor.Of(student), view, ErrorsAndNll, batchSize: batchSize).Metrics;
        return new HeldOutScore(step, epoch, metrics.Cases, metrics.Errors, metrics.Nll);
    }
}
