using Distill.Evaluation;
using Distill.Runs.Results.Specialists;
using Distill.Specialists;

namespace Distill.Jobs.Specialists;

/// <summary>Measures a generalist against its combination with specialists, as tables 3 and 4 of the paper do.</summary>
internal static class CombinationTest
{
    private const int TopK = 5;

    /// <summary>The scores of both, on the same examples.</summary>
    /// <param name="dataset">What to call the examples.</param>
    /// <param name="generalist">What it says of them alone.</param>
    /// <param name="combined">What all say of them together.</param>
    /// <param name="sets">The classes of each specialist.</param>
    /// <param name="topClasses">How many of the generalist's top classes called their specialists.</param>
    /// <exception cref="Runs.DistillException">An example has no label.</exception>
    public static CombinationScores Of(string dataset, Predictions generalist, Predictions combined, ClassSets sets, int topClasses)
    {
        var options = new MetricOptions { TopK = sets.Classes > TopK ? [1, TopK] : [1] };
        var (before, after) = (generalist.Evaluate(options), combined.Evaluate(options));
        return new CombinationScores(
            dataset,
            generalist.Count,
            topClasses,
            Enumerable.Range(0, sets.Classes).Count(number => IsCovered(number)),
            Enumerable.Range(0, generalist.Count).Count(example => IsCovered((int)generalist.Labels[example])),
            Scores(before, CoverMeasures.Conditional(generalist, sets)),
            Scores(after, CoverMeasures.Conditional(combined, sets)),
            CoverMeasures.ByCover(before.Scores!, after.Scores!, sets),
            ModelComparison.Between([before.Scores!], [after.Scores!]).ToPairedTest("generalist", "combined"));

        bool IsCovered(int number) => sets.Covering(number).Length > 0;
    }

    private static AccuracyScores Scores(ModelEvaluation evaluation, double? conditional)
    {
        var metrics = evaluation.Metrics;
        return new AccuracyScores(
            metrics.Cases - metrics.Errors,
            metrics.Accuracy,
            metrics.TopK.Where(top => top.K == TopK).Select(top => (double?)top.Accuracy).FirstOrDefault(),
            conditional);
    }
}
