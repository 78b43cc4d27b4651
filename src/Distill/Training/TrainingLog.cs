using Distill.Runs.Metrics;
using Distill.Training.Schedules;

namespace Distill.Training;

/// <summary>Gathers training losses and tells the observers their mean, and the held-out scores.</summary>
internal sealed class TrainingLog(TrainingLength length)
{
    private double lastMean = double.NaN;

    /// <summary>Sum of the losses since the last record.</summary>
    public double LossSum { get; private set; }

    /// <summary>Steps in that sum.</summary>
    public long LossSteps { get; private set; }

    /// <summary>The mean since the last record, or that record's own.</summary>
    public double MeanLoss => LossSteps > 0 ? LossSum / LossSteps : lastMean;

    /// <summary>The share of the held-out examples that was right in the last score; null before the first.</summary>
    public double? HeldOutRight { get; private set; }

    public void Restore(double lossSum, long lossSteps) => (LossSum, LossSteps) = (lossSum, lossSteps);

    public void Add(double loss)
    {
        LossSum += loss;
        LossSteps++;
    }

    /// <summary>Records the mean loss, and begins the next mean.</summary>
    public void RecordLoss(long step, double rate, IReadOnlyList<IProgress<MetricsRecord>> observers)
    {
        lastMean = MeanLoss;
        Record(step, MetricsKind.Train, new Dictionary<string, double> { ["loss"] = lastMean, ["rate"] = rate }, observers);
        (LossSum, LossSteps) = (0, 0);
    }

    /// <summary>Records a held-out score.</summary>
    public void RecordScore(HeldOutScore score, IReadOnlyList<IProgress<MetricsRecord>> observers)
    {
        HeldOutRight = Right(score);
        Record(score.Step, MetricsKind.Evaluation, Values(score, ""), observers);
    }

    /// <summary>Records scores on examples that are watched, by their names.</summary>
    public void RecordWatched(IReadOnlyList<(string Name, HeldOutScore Score)> scores, IReadOnlyList<IProgress<MetricsRecord>> observers) => Record(
        scores[0].Score.Step, MetricsKind.Watched, scores.SelectMany(watched => Values(watched.Score, watched.Name + ".")).ToDictionary(), observers);

    private static double Right(HeldOutScore score) => 1 - ((double)score.Errors / score.Cases);

    private static Dictionary<string, double> Values(HeldOutScore score, string prefix) => new()
    {
        [prefix + "errors"] = score.Errors,
        [prefix + "accuracy"] = Right(score),
        [prefix + "nll"] = score.Nll,
    };

    private void Record(long step, MetricsKind kind, Dictionary<string, double> values, IReadOnlyList<IProgress<MetricsRecord>> observers)
    {
        var record = new MetricsRecord(step, (double)step / length.StepsPerEpoch, kind, values);
        foreach (var observer in observers)
        {
            observer.Report(record);
        }
    }
}
