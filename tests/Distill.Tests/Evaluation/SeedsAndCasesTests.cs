using Distill.Data;
using Distill.Evaluation;

namespace Distill.Tests.Evaluation;

public sealed class SeedsAndCasesTests
{
    private const int Experiments = 1_000;
    private const int Cases = 100;

    /// <summary>How much of what makes a model right or wrong is its seed's, the case's for one of the two models, and neither's.</summary>
    public static TheoryData<int, double, double> Nulls()
    {
        var data = new TheoryData<int, double, double>();
        foreach (var seeds in new[] { 3, 5, 10 })
        {
            data.Add(seeds, 0.3, 0.5);
            data.Add(seeds, 0.1, 1.0);
            data.Add(seeds, 0.6, 0.2);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Nulls))]
    public void TwoEquallyGoodTrainingsAreToldApartAsOftenAsTheConfidenceSays(int seeds, double ofSeed, double ofCase)
    {
        var (rejected, pooled) = (0, 0);
        for (var experiment = 0; experiment < Experiments; experiment++)
        {
            var errors = Experiment(new SeededRandom(seeds, experiment), seeds, ofSeed, ofCase);
            rejected += SeedsAndCases.Mean([.. errors.Select(seed => seed.Select(pair => (double)pair.First - pair.Second).ToArray())]).PValue < 0.05 ? 1 : 0;
            var discordant = errors.SelectMany(seed => seed).ToList();
            pooled += new McNemarTest(discordant.Count(pair => pair.First > pair.Second), discordant.Count(pair => pair.First < pair.Second)).PValue < 0.05 ? 1 : 0;
        }

        var rate = (double)rejected / Experiments;
        TestContext.Current.SendDiagnosticMessage($"{seeds} seeds, {ofSeed} {ofCase}: {rate:P1}, McNemar pooled {(double)pooled / Experiments:P1}");
        Assert.InRange(rate, 0.03, 0.07);
        Assert.True(pooled > 1.5 * rejected, $"McNemar's test over pooled seeds rejected {pooled} of {Experiments}, here {rejected}.");
    }

    [Fact]
    public void AHandComputedTableHasItsMeanSquares()
    {
        // Two seeds, three cases. Row means 2 and 4, column means 1, 3 and 5, mean 3: rows 2·3·1/1 = 6 as mean square of seeds,
        // columns 2·(4+0+4)/2 = 8, and nothing is left: every number is row + column − mean.
        var interval = SeedsAndCases.Mean([[0, 2, 4], [2, 4, 6]], 0.9);

        var error = Math.Sqrt((6 + 8) / 6.0);
        var degrees = 1 * 14.0 / 6;
        Assert.Equal(3, interval.Mean, 1e-12);
        Assert.Equal(Math.Min(degrees, 2), interval.DegreesOfFreedom, 1e-12);
        // t of 2 degrees leaves 5 % above 2.91998558.
        Assert.Equal(3 - (2.91998558 * error), interval.Low, 1e-6);
        Assert.Equal(3 + (2.91998558 * error), interval.High, 1e-6);
        Assert.Equal((2, 3), (interval.Seeds, interval.Cases));
    }

    [Fact]
    public void OneSeedIsStudentsTOverCases()
    {
        double[] values = [1, 2, 3, 4, 10];
        var one = SeedsAndCases.Mean([values]);
        var expected = SeedSummary.Of(values).Interval()!;

        Assert.Equal(expected.Lower, one.Low, 1e-12);
        Assert.Equal(expected.Upper, one.High, 1e-12);
    }

    [Fact]
    public void ManySeedsAndCasesGiveTheIntervalOfTheTwoWayBootstrap()
    {
        var random = new SeededRandom(7, 1);
        var ofCase = Enumerable.Range(0, 300).Select(_ => Normal(ref random)).ToArray();
        var table = Enumerable.Range(0, 40).Select(_ =>
        {
            var ofSeed = 0.2 * Normal(ref random);
            return ofCase.Select(value => 0.1 + ofSeed + value + Normal(ref random)).ToArray();
        }).ToArray();

        var interval = SeedsAndCases.Mean(table);

        var means = new double[4_000];
        for (var i = 0; i < means.Length; i++)
        {
            var seeds = Enumerable.Range(0, 40).Select(_ => (int)(random.NextDouble() * 40)).ToArray();
            var cases = Enumerable.Range(0, 300).Select(_ => (int)(random.NextDouble() * 300)).ToArray();
            means[i] = seeds.Average(seed => cases.Average(one => table[seed][one]));
        }

        Array.Sort(means);
        var width = means[(int)(0.975 * means.Length)] - means[(int)(0.025 * means.Length)];
        Assert.Equal(1, (interval.High - interval.Low) / width, 0.12);
    }

    [Fact]
    public void ClustersOfOneSizeCountAsTheirMeans()
    {
        double[][] bySeed = [[1, 3, 5, 7, 2, 2], [2, 2, 6, 8, 1, 5]];

        var clustered = SeedsAndCases.MeanOfClusters(bySeed, [0, 0, 1, 1, 2, 2]);
        var means = SeedsAndCases.Mean([[2, 6, 2], [2, 7, 3]]);

        Assert.Equal((means.Mean, 6), (clustered.Mean, clustered.Cases));
        Assert.Equal(means.Low, clustered.Low, 1e-12);
        Assert.Throws<ArgumentException>(() => SeedsAndCases.MeanOfClusters(bySeed, [0, 0, 2, 2, 3, 3]));
    }

    [Fact]
    public void ARatioOfClustersDividesSumsBySizes()
    {
        // Two speakers of 3 and 1 recordings: errors 1, 2, 3 and 6 of 10, 20, 30 and 40 frames; the rate is 12 / 100.
        double[][] bySeed = [[1, 2, 3, 6], [1, 2, 3, 6]];
        double[] frames = [10, 20, 30, 40];
        var found = SeedsAndCases.RatioOfClusters(bySeed, frames, [0, 0, 0, 1]);
        Assert.Equal(0.12, found.Mean, 1e-12);

        // Sums less rate times size: 6 - 7.2 and 6 - 4.8, times two speakers over 100 frames, about the rate.
        var numbers = SeedsAndCases.Mean([[0.12 - 0.024, 0.12 + 0.024], [0.12 - 0.024, 0.12 + 0.024]]);
        Assert.Equal(numbers.Low, found.Low, 1e-12);
        Assert.Equal(numbers.High, found.High, 1e-12);
        Assert.Throws<ArgumentException>(() => SeedsAndCases.RatioOfClusters(bySeed, [10, 20, 0, 40], [0, 0, 0, 1]));
    }

    [Fact]
    public void AShareOfAGainIsTheRatioOfMeansAndCoversTheTruth()
    {
        var covered = 0;
        for (var experiment = 0; experiment < 400; experiment++)
        {
            var random = new SeededRandom(11, experiment);
            var (control, kept, whole) = (new double[5][], new double[5][], new double[5][]);
            for (var seed = 0; seed < 5; seed++)
            {
                var (ofSeed, other) = (0.05 * Normal(ref random), 0.05 * Normal(ref random));
                (control[seed], kept[seed], whole[seed]) = (new double[100], new double[100], new double[100]);
                for (var i = 0; i < 100; i++)
                {
                    control[seed][i] = Normal(ref random);
                    kept[seed][i] = control[seed][i] + 0.6 + ofSeed + Normal(ref random);
                    whole[seed][i] = control[seed][i] + 1 + other + Normal(ref random);
                }
            }

            var share = SeedsAndCases.ShareOfGain(control, kept, whole);
            Assert.InRange(share.Mean, share.Low, share.High);
            covered += share.Low <= 0.6 && 0.6 <= share.High ? 1 : 0;
        }

        Assert.InRange(covered / 400.0, 0.92, 0.98);
    }

    [Fact]
    public void AGainThatMayBeNoneLeavesTheShareOpen()
    {
        var random = new SeededRandom(3, 1);
        double[][] Noise(double mean) => [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 50).Select(_ => mean + Normal(ref random)).ToArray())];

        var share = SeedsAndCases.ShareOfGain(Noise(0), Noise(0.1), Noise(0.15));

        Assert.Equal(double.PositiveInfinity, share.High);
        Assert.Throws<ArgumentException>(() => SeedsAndCases.ShareOfGain(Noise(1), Noise(0), Noise(0)));
    }

    [Fact]
    public void WhatIsNoTableIsRefused()
    {
        Assert.Throws<ArgumentException>(() => SeedsAndCases.Mean([]));
        Assert.Throws<ArgumentException>(() => SeedsAndCases.Mean([[1]]));
        Assert.Throws<ArgumentException>(() => SeedsAndCases.Mean([[1, 2], [1, 2, 3]]));
        Assert.Throws<ArgumentException>(() => SeedsAndCases.Mean([[1, double.NaN]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeedsAndCases.Mean([[1, 2]], 1));
    }

    // Two trainings that err equally often over all seeds and cases: each case has a difficulty, each model is better at some cases
    // than the other is, each training run is luckier or unluckier, and the rest is chance.
    private static (int First, int Second)[][] Experiment(SeededRandom random, int seeds, double ofSeed, double ofCase)
    {
        var cases = Enumerable.Range(0, Cases).Select(_ => (Difficulty: 1.5 * Normal(ref random), First: ofCase * Normal(ref random), Second: ofCase * Normal(ref random))).ToArray();
        var table = new (int, int)[seeds][];
        for (var seed = 0; seed < seeds; seed++)
        {
            var (first, second) = (ofSeed * Normal(ref random), ofSeed * Normal(ref random));
            table[seed] = new (int, int)[Cases];
            for (var i = 0; i < Cases; i++)
            {
                var (difficulty, one, other) = cases[i];
                table[seed][i] = (Wrong(difficulty + one + first + Normal(ref random)), Wrong(difficulty + other + second + Normal(ref random)));
            }
        }

        return table;
    }

    private static int Wrong(double value) => value > 1 ? 1 : 0;

    private static double Normal(ref SeededRandom random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
