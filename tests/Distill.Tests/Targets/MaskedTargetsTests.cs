using Distill.Targets;
using Distill.Teachers;
using Distill.Tests.Teachers;

namespace Distill.Tests.Targets;

/// <summary>A teacher rules classes out by a very low logit; what it says of the others must survive the store.</summary>
public sealed class MaskedTargetsTests
{
    private const int Rows = 12;
    private static readonly double[] Temperatures = [1, 4, 20];

    [Theory]
    [InlineData(10, 1, -1e9f)]
    [InlineData(10, 1, -1e4f)]
    [InlineData(10, 1, -7e4f)]
    [InlineData(10, 1, float.MinValue)]
    [InlineData(10, 1, float.NegativeInfinity)]
    [InlineData(10, 9, -1e9f)]
    [InlineData(1000, 990, -1e9f)]
    [InlineData(1000, 990, float.NegativeInfinity)]
    public void TheOthersKeepTheirProbabilities(int classes, int masked, float logit)
    {
        using var teacher = new TableTeacher(Masked(classes, masked, logit, seed: 1));
        foreach (double temperature in Temperatures)
        {
            AssertStoredEqualsLive(teacher, TargetKind.Logits, new TargetStoreOptions(), temperature);
        }
    }

    [Theory]
    [InlineData(-1e9f)]
    [InlineData(float.NegativeInfinity)]
    public void InEveryKindOfStore(float logit)
    {
        using var teacher = new TableTeacher(Masked(20, 15, logit, seed: 1));
        using var ensemble = new EnsembleTeacher([new TableTeacher(Masked(20, 15, logit, seed: 2)), new TableTeacher(Masked(20, 3, logit, seed: 3))], weights: [1, 2]);
        using var unlike = new TableTeacher(Masked(20, 15, logit, seed: 4), hasLogits: false);
        foreach (double temperature in Temperatures)
        {
            AssertStoredEqualsLive(ensemble, TargetKind.Members, new TargetStoreOptions(), temperature);
            AssertStoredEqualsLive(unlike, TargetKind.Distribution, new TargetStoreOptions { Temperatures = [temperature] }, temperature);
            foreach (int k in new[] { 3, 5, 7, 19 })
            {
                AssertStoredEqualsLive(teacher, TargetKind.TopK, new TargetStoreOptions { TopK = k, Temperatures = Temperatures }, temperature);
            }
        }
    }

    [Fact]
    public void TheVerificationFindsThemRight()
    {
        using var folder = new TemporaryFolder();
        using var teacher = new TableTeacher(Masked(10, 1, -1e9f, seed: 1));
        var view = Tables.View(Rows);
        Labeller.Label(folder.Path, view, teacher, new TargetStoreOptions());
        using var store = SoftTargetStore.Open(folder.Path);
        var check = StoreVerifier.Verify(store, view, teacher, Rows, seed: 1);

        Assert.True(check.Agrees);
        Assert.Equal(Math.Log(10) / 1024, check.Tolerance);
        Assert.InRange(check.LargestDifference, 1e-9, Math.Log(10) / 2048);
    }

    private static float[,] Masked(int classes, int masked, float logit, int seed)
    {
        var table = Naive.RandomLogits(Rows, classes, seed);
        for (int row = 0; row < Rows; row++)
        {
            for (int c = 0; c < masked; c++)
            {
                table[row, (row + c) % classes] = logit;
            }
        }

        return table;
    }

    private static void AssertStoredEqualsLive(ITeacher teacher, TargetKind kind, TargetStoreOptions options, double temperature)
    {
        using var folder = new TemporaryFolder();
        var view = Tables.View(Rows);
        Labeller.Label(folder.Path, view, teacher, options);
        using var stored = StoredTeacher.Open(folder.Path, view, teacher);
        using var batch = view.Read(0, Rows);
        using var targets = stored.Targets(batch, temperature);
        using var live = teacher.Targets(batch, temperature);
        double[][] actual = Naive.Probabilities(targets.LogProbabilities);
        double[][] all = Naive.Probabilities(live.LogProbabilities);
        long[][]? support = targets.Support?.data<long>().ToArray().Chunk(options.TopK!.Value).ToArray();

        Assert.Equal(kind, stored.Plan.Kind);
        Assert.True(targets.LogProbabilities.isfinite().all().item<bool>());
        for (int row = 0; row < Rows; row++)
        {
            double[] kept = support is null ? all[row] : [.. support[row].Select(c => all[row][c])];
            Assert.True(Naive.LargestDifference(support is null ? kept : [.. kept, 1 - kept.Sum()], actual[row]) < 1e-3);
        }
    }
}
