using Distill.Runs;
using Distill.Runs.Results;

namespace Distill.Evaluation;

/// <summary>
/// Two models on the same cases, over one or several seeds. Differences are first less second: above 0 the second is
/// better.
/// </summary>
/// <param name="ErrorRate">The difference in error rate, with seeds and cases as random; of one seed, cases alone.</param>
/// <param name="Nll">The difference in mean NLL in nats, likewise.</param>
/// <param name="OverSeeds">The paired t-test of the error rates over seeds; null for fewer than two.</param>
/// <param name="PerSeed">For each seed whether the two err equally often on its cases.</param>
public sealed record ModelComparison(
    SeedsAndCasesInterval ErrorRate, SeedsAndCasesInterval Nll, PairedTTest? OverSeeds, IReadOnlyList<McNemarTest> PerSeed)
{
    /// <summary>Compares two models case by case.</summary>
    /// <param name="first">One model, or its seeds.</param>
    /// <param name="second">The other model, or its seeds, in the same order.</param>
    /// <param name="confidence">Of the intervals, between 0 and 1.</param>
    /// <exception cref="DistillException">
    /// They were not evaluated on the same cases in the same order, or a model gives a label probability 0.
    /// </exception>
    /// <exception cref="ArgumentException">There are no seeds, or not equally many.</exception>
    public static ModelComparison Between(
        IReadOnlyList<CaseScores> first, IReadOnlyList<CaseScores> second, double confidence = 0.95)
    {
        CaseScores.RequireSameCases(first, second);
        var (rate, nll) = first[0].Count > 1
            ? (SeedsAndCases.ErrorRate(first, second, confidence), SeedsAndCases.Nll(first, second, confidence))
            : (OfOneCase(first, second, ErrorRateOf, confidence), OfOneCase(first, second, scores => scores.Nll[0], confidence));
        return new ModelComparison(
            rate,
            nll,
            first.Count < 2 ? null : PairedTTest.Between([.. first.Select(ErrorRateOf)], [.. second.Select(ErrorRateOf)]),
            [.. first.Zip(second, (one, other) => McNemarTest.Between([one], [other]))]);
    }

    /// <summary>The numbers that a run's files keep, with the ids of the two rows.</summary>
    internal PairedTest ToPairedTest(string first, string second) => new(
        first, second, PerSeed.Sum(seed => seed.OnlyFirstWrong), PerSeed.Sum(seed => seed.OnlySecondWrong))
    {
        IntervalSeedsAndCases = new Interval(ErrorRate.Mean, ErrorRate.Low, ErrorRate.High, ErrorRate.Confidence),
        OverSeeds = OverSeeds is { } test ? new SeedsTest(test.PValue, test.Difference.Count) : null,
        PerSeed = [.. PerSeed.Select(seed => new SeedDifference((seed.OnlyFirstWrong - seed.OnlySecondWrong) / (double)ErrorRate.Cases, seed.PValue))],
    };

    // One case says nothing of others.
    private static SeedsAndCasesInterval OfOneCase(
        IReadOnlyList<CaseScores> first, IReadOnlyList<CaseScores> second, Func<CaseScores, double> score, double confidence) => new(
        first.Average(score) - second.Average(score), double.NegativeInfinity, double.PositiveInfinity, confidence, PValue: 1, 1, first.Count, Cases: 1);

    private static double ErrorRateOf(CaseScores scores) => scores.Errors / (double)scores.Count;
}
