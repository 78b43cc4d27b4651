using Distill.Evaluation;

namespace Distill.Tests.Evaluation;

public sealed class ModelComparisonTests
{
    // Rows, labels, predicted classes, NLL.
    private static readonly CaseScores Good = new([0, 1, 2], [0, 0, 0], [0, 0, 0], [1, 1, 1]);
    private static readonly CaseScores Bad = new([0, 1, 2], [0, 0, 0], [1, 1, 0], [3, 4, 1]);

    [Fact]
    public void OneSeedSpeaksOfItsCasesAlone()
    {
        var first = new CaseScores([0, 1, 2, 3], [0, 0, 0, 0], [0, 1, 1, 1], [1, 2, 3, 4]);
        var second = new CaseScores([0, 1, 2, 3], [0, 0, 0, 0], [0, 0, 0, 1], [1, 1, 1, 1]);

        var comparison = ModelComparison.Between([first], [second]);

        // Differences 0, 1, 1, 0: a deviation of √⅓, and 3.182446 is the t of 3 degrees of freedom.
        Assert.Equal(0.5, comparison.ErrorRate.Mean, 1e-15);
        Assert.Equal(0.5 - (3.182446 * Math.Sqrt(1.0 / 3) / 2), comparison.ErrorRate.Low, 1e-6);
        Assert.Equal(1.5, comparison.Nll.Mean, 1e-15);
        Assert.Null(comparison.OverSeeds);
        Assert.Equal([new McNemarTest(2, 0)], comparison.PerSeed);
    }

    [Fact]
    public void SeedsThatUndoEachOtherLeaveADoubtThatTheirCasesDoNotShow()
    {
        var comparison = ModelComparison.Between([Good, Bad], [Bad, Good]);

        // Mean squares of seeds 8/3, of cases 0: a standard error of 2/3, and 12.7062 is the t of one degree of freedom.
        Assert.Equal(0, comparison.ErrorRate.Mean);
        Assert.Equal(12.7062 * 2 / 3, comparison.ErrorRate.High, 1e-3);
        Assert.Equal([new McNemarTest(0, 2), new McNemarTest(2, 0)], comparison.PerSeed);
        Assert.Equal(1, comparison.OverSeeds!.PValue);
    }

    [Fact]
    public void WhatFilesKeepHasTheSeedsOneByOne()
    {
        var test = ModelComparison.Between([Bad, Bad], [Good, Bad]).ToPairedTest("hard", "distilled");

        Assert.Equal(("hard", "distilled", 2, 0), (test.First, test.Second, test.OnlyFirstWrong, test.OnlySecondWrong));
        Assert.Equal(1.0 / 3, test.IntervalSeedsAndCases!.Estimate, 1e-15);
        // Differences of 2/3 and 0: t = 1 with one degree of freedom.
        Assert.Equal((0.5, 2), (Math.Round(test.OverSeeds!.P, 12), test.OverSeeds.N));
        Assert.Equal([(2.0 / 3, 0.5), (0, 1)], test.PerSeed!.Select(seed => (seed.Difference, seed.McNemarP)));
        Assert.Null(test.McNemarP);
        Assert.Null(test.POfCases);
    }

    [Fact]
    public void OneCaseSaysNothingOfOthers()
    {
        var (right, wrong) = (new CaseScores([7], [0], [0], [0.1f]), new CaseScores([7], [0], [1], [2.1f]));

        var comparison = ModelComparison.Between([wrong], [right]);

        Assert.Equal((1, double.NegativeInfinity, double.PositiveInfinity), (comparison.ErrorRate.Mean, comparison.ErrorRate.Low, comparison.ErrorRate.High));
        Assert.Equal(2, comparison.Nll.Mean, 1e-6);
    }
}
