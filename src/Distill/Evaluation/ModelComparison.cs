namespace Distill.Evaluation;

/// <summary>Two models on the same cases. Differences are first less second: above 0 the second is better.</summary>
/// <param name="McNemar">Whether they err equally often.</param>
/// <param name="ErrorRate">The difference in error rate.</param>
/// <param name="Nll">The difference in mean NLL, in nats.</param>
public sealed record ModelComparison(McNemarTest McNemar, BootstrapInterval ErrorRate, BootstrapInterval Nll)
{
    /// <summary>Compares two models case by case.</summary>
    /// <exception cref="Runs.DistillException">
    /// The two were not evaluated on the same cases in the same order, or an NLL is infinite.
    /// </exception>
    public static ModelComparison Between(CaseScores first, CaseScores second, BootstrapOptions? options = null) => new(
        McNemarTest.Between(first, second),
        PairedBootstrap.ErrorRate(first, second, options),
        PairedBootstrap.Nll(first, second, options));
}
