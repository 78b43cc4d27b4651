using Distill.Runs;
using Distill.Runs.Results;

namespace Distill.Evaluation;

/// <summary>
/// Two models on the same cases, over one or several seeds. Differences are first less second: above 0 the second is
/// better.
/// </summary>
/// <param name="McNemar">Whether they err equally often; the counts of all seeds together.</param>
/// <param name="ErrorRate">The difference in error rate, mean over seeds.</param>
/// <param name="Nll">The difference in mean NLL, in nats, mean over seeds.</param>
public sealed record ModelComparison(McNemarTest McNemar, BootstrapInterval ErrorRate, BootstrapInterval Nll)
{
    /// <summary>Compares two models case by case.</summary>
    /// <param name="first">One model, or its seeds.</param>
    /// <param name="second">The other model, or its seeds, in the same order.</param>
    /// <param name="options">How to resample; null for the defaults.</param>
    /// <exception cref="DistillException">
    /// They were not evaluated on the same cases in the same order, or a model gives a label probability 0.
    /// </exception>
    /// <exception cref="ArgumentException">There are no seeds, or not equally many.</exception>
    public static ModelComparison Between(
        IReadOnlyList<CaseScores> first, IReadOnlyList<CaseScores> second, BootstrapOptions? options = null) => new(
        McNemarTest.Between(first, second),
        PairedBootstrap.ErrorRate(first, second, options),
        PairedBootstrap.Nll(first, second, options));

    /// <summary>The numbers that a run's files keep, with the ids of the two rows.</summary>
    public PairedTest ToPairedTest(string first, string second) => new(
        first,
        second,
        McNemar.OnlyFirstWrong,
        McNemar.OnlySecondWrong,
        McNemar.PValue,
        ErrorRate.Mean,
        ErrorRate.Low,
        ErrorRate.High,
        ErrorRate.Confidence);
}
