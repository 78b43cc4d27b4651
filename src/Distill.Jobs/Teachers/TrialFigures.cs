using System.Globalization;
using Distill.Evaluation;

namespace Distill.Jobs.Teachers;

/// <summary>What a trial of a foreign model showed, and whether it is what a model that is fed and read rightly shows.</summary>
/// <param name="Metrics">Of the model on labelled examples.</param>
/// <param name="Classes">How many classes the data have.</param>
internal sealed record TrialFigures(Metrics Metrics, int Classes)
{
    /// <summary>How far sums of probabilities may lie from one without a word.</summary>
    public const double SumTolerance = 0.01;

    // A calibrated model has 1; models that are too sure of themselves have some more.
    private const double FarAbove = 2;
    private const double Slack = 0.5;

    /// <summary>The mean of the largest probability of each example.</summary>
    public double MeanTopProbability => Metrics.Reliability.Sum(bin => bin.Count * bin.MeanConfidence) / Metrics.Cases;

    /// <summary>
    /// The mean −log p(label), in nats, of a model with these errors that is as sure as it is right and spreads the rest over all
    /// other classes alike.
    /// </summary>
    public double ExpectedNll
    {
        get
        {
            var (wrong, right) = (Metrics.ErrorRate, Metrics.Accuracy);
            var unsure = (wrong > 0 ? -wrong * Math.Log(wrong) : 0) - (right > 0 ? right * Math.Log(right) : 0);
            return unsure + (wrong * Math.Log(Math.Max(1, Classes - 1)));
        }
    }

    /// <summary>Errors, mean −log p(label) and mean largest probability.</summary>
    public string Text(string examples) => string.Create(
        CultureInfo.InvariantCulture,
        $"is wrong on {Metrics.Errors} of {Metrics.Cases} examples of {examples}; mean −log p(label) {Metrics.Nll:0.00} nats, mean largest probability {MeanTopProbability:0.000}.");

    /// <summary>What looks wrong, and what may mend it; null where nothing does.</summary>
    public string? Warning =>
        Metrics.ErrorRate >= Guessing
            ? "That is hardly better than guessing: does it want another size (--teacher-size), other pixels (--teacher-range, --teacher-mean, "
                + "--teacher-std, --teacher-color) or other classes (--class-map)?"
        : MeanTopProbability < Metrics.Accuracy / 2 || Metrics.Nll > (FarAbove * ExpectedNll) + Slack
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Its errors alone would explain a mean −log p(label) of {ExpectedNll:0.00} and a mean largest probability of {Metrics.Accuracy:0.00}: are its numbers "
                + $"another kind (--teacher-output-kind) than they were taken for?")
        : null;

    // The share of errors of who is right half as often again as by chance, or one time in ten more, whichever is less.
    private double Guessing => 1 - Math.Min(1.5 / Classes, (1.0 / Classes) + 0.1);
}
