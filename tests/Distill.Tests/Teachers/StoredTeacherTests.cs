using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;
using static TorchSharp.torch;

namespace Distill.Tests.Teachers;

public sealed class StoredTeacherTests
{
    private const int Rows = 60;
    private const int Classes = 12;

    // Several files, and batches that do not divide them.
    private static readonly TargetStoreOptions Dense = new() { RowsPerShard = 25, BatchSize = 10 };

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(20)]
    [InlineData(1000)]
    public void OneModelServesEveryTemperature(double temperature)
    {
        var table = Naive.RandomLogits(Rows, Classes, seed: 1, scale: 8);
        AssertStoredEqualsLive(new TableTeacher(table), TargetKind.Logits, temperature);
    }

    [Theory]
    [InlineData(EnsembleMean.Geometric, TargetKind.Logits, 0.5)]
    [InlineData(EnsembleMean.Geometric, TargetKind.Logits, 20)]
    [InlineData(EnsembleMean.Arithmetic, TargetKind.Members, 0.5)]
    [InlineData(EnsembleMean.Arithmetic, TargetKind.Members, 1)]
    [InlineData(EnsembleMean.Arithmetic, TargetKind.Members, 4)]
    [InlineData(EnsembleMean.Arithmetic, TargetKind.Members, 20)]
    public void EnsemblesServeEveryTemperature(EnsembleMean mean, TargetKind kind, double temperature)
    {
        AssertStoredEqualsLive(Ensemble(mean), kind, temperature);
    }

    [Theory]
    [InlineData(EnsembleMean.Arithmetic, true, 1)]
    [InlineData(EnsembleMean.Arithmetic, true, 20)]
    [InlineData(EnsembleMean.Geometric, true, 0.5)]
    [InlineData(EnsembleMean.Arithmetic, false, 0.5)]
    [InlineData(EnsembleMean.Arithmetic, false, 4)]
    [InlineData(EnsembleMean.Geometric, false, 1)]
    [InlineData(EnsembleMean.Geometric, false, 20)]
    public void HoweverMembersAreAveragedAStoreOfThemServesEveryTemperature(EnsembleMean mean, bool byClass, double temperature)
    {
        var members = Ensemble(mean).Members;
        double[][] weights = [.. members.Select((_, member) => Enumerable.Range(0, Classes).Select(c => 1.0 + ((member + c) % 3)).ToArray())];
        var teacher = byClass ? new EnsembleTeacher(members, mean, weights) : new EnsembleTeacher(members, mean, [1, 2, 5], byCertainty: true);
        using (var folder = new TemporaryFolder())
        {
            var view = Tables.View(Rows);
            Labeller.Label(folder.Path, view, teacher, Dense);
            using var stored = StoredTeacher.Open(folder.Path, view, teacher);
            Assert.True(stored.KnowsAgreement);
            using var store = SoftTargetStore.Open(folder.Path);
            Assert.Equal(3, store.Version);
            var check = StoreVerifier.Verify(store, view, teacher, 30, seed: 1);
            Assert.Empty(check.DisagreeingRows);
            Assert.True(StoreVerifier.Verify(store, view, teacher, 30, seed: 1, tolerance: 0).DisagreeingRows.Count > 0);
            // A store of another average is another store.
            using var plain = Ensemble(mean);
            var refused = Assert.Throws<DistillException>(() => Labeller.Label(folder.Path, view, plain, Dense));
            Assert.Contains(mean == EnsembleMean.Arithmetic ? "The mean of the members there is an arithmetic mean by" : "The kind there is Members", refused.Message, StringComparison.Ordinal);
        }

        AssertStoredEqualsLive(teacher, TargetKind.Members, temperature);
    }

    [Fact]
    public void AGeometricMeanOfMembersThatContradictEachOtherAgreesWithItsStore()
    {
        using var folder = new TemporaryFolder();
        var view = Tables.View(Rows);
        using var teacher = new EnsembleTeacher(
            [.. Enumerable.Range(0, 2).Select(i => new TableTeacher(Naive.RandomLogits(Rows, 3, seed: 30 + i, scale: 60), $"sure {i}"))], EnsembleMean.Geometric, [1, 1], byCertainty: true);
        Labeller.Label(folder.Path, view, teacher, Dense);
        using var store = SoftTargetStore.Open(folder.Path);
        var check = StoreVerifier.Verify(store, view, teacher, Rows, seed: 1);
        Assert.Empty(check.DisagreeingRows);
        Assert.True(check.LargestDifference > check.Tolerance / 10);
    }

    [Fact]
    public void AnArithmeticMeanAtOneTemperatureServesThatAlone()
    {
        using var folder = new TemporaryFolder();
        using var teacher = Ensemble(EnsembleMean.Arithmetic);
        var view = Tables.View(Rows);
        Labeller.Label(folder.Path, view, teacher, Dense with { Temperatures = [4] });
        using var stored = StoredTeacher.Open(folder.Path, view, teacher);
        using var batch = view.Read(3, 7);

        Assert.Equal(TargetKind.Distribution, stored.Plan.Kind);
        using var targets = stored.Targets(batch, 4);
        using var live = teacher.Targets(batch, 4);
        Assert.True(LargestDifference(targets, live) < 8 * Math.Pow(2, -11));
        var error = Assert.Throws<DistillException>(() => stored.Targets(batch, 2));
        Assert.Contains("T = 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("T = 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TopKHoldsTheMostProbableClassesAndTheMassOfTheOthers()
    {
        const int k = 4;
        var table = Naive.RandomLogits(Rows, Classes, seed: 2);
        using var folder = new TemporaryFolder();
        using var teacher = new TableTeacher(table);
        var view = Tables.View(Rows);
        Labeller.Label(folder.Path, view, teacher, Dense with { TopK = k, Temperatures = [10, 1, 3] });
        using var stored = StoredTeacher.Open(folder.Path, view, teacher);
        long[] rows = [41, 0, 59, 41];
        using var batch = Naive.Rows(rows);

        foreach (double temperature in new[] { 1.0, 3, 10 })
        {
            using var targets = stored.Targets(batch, temperature);
            double[][] probabilities = Naive.Probabilities(targets.LogProbabilities);
            long[][] support = [.. targets.Support!.data<long>().ToArray().Chunk(k)];
            for (int i = 0; i < rows.Length; i++)
            {
                double[] exact = Naive.Softmax(Naive.Row(table, rows[i]), temperature);
                int[] most = [.. Enumerable.Range(0, Classes).OrderByDescending(c => exact[c]).Take(k)];
                double[] expected = [.. most.Select(c => exact[c]), 1 - most.Sum(c => exact[c])];
                Assert.Equal(most, support[i].Select(c => (int)c));
                Assert.Equal(1, probabilities[i].Sum(), 1e-6);
                Assert.True(Naive.LargestDifference(expected, probabilities[i]) < 8 * Math.Pow(2, -11));

                // The remaining mass is not rounded to f16.
                Assert.Equal(expected[k], probabilities[i][k], 1e-6);
            }
        }

        var error = Assert.Throws<DistillException>(() => stored.Targets(batch, 2));
        Assert.Contains("T = 1, 3, 10", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TopKOfAnArithmeticMeanHoldsOneTemperature()
    {
        using var folder = new TemporaryFolder();
        using var teacher = Ensemble(EnsembleMean.Arithmetic);
        var view = Tables.View(Rows);
        var options = Dense with { TopK = 3, Temperatures = [2, 5] };
        var error = Assert.Throws<DistillException>(() => Labeller.Label(folder.Path, view, teacher, options));
        Assert.Contains("2, 5", error.Message, StringComparison.Ordinal);

        Labeller.Label(folder.Path, view, teacher, options with { Temperatures = [5] });
        using var stored = StoredTeacher.Open(folder.Path, view);
        using var batch = view.Read(0, 20);
        using var targets = stored.Targets(batch, 5);
        using var live = teacher.Targets(batch, 5);
        using var kept = live.LogProbabilities.gather(1, targets.Support!);
        using var sparse = new SoftTargets(targets.LogProbabilities.narrow(1, 0, 3), 5);
        using var expected = new SoftTargets(kept.alias(), 5);
        Assert.True(LargestDifference(sparse, expected) < 8 * Math.Pow(2, -11));
    }

    [Fact]
    public void ExtremeLogitsStayFinite()
    {
        var table = new float[,] { { 1e4f, -1e4f, 0 }, { -1e4f, -1e4f, 1e4f }, { 0, 0, 0 }, { 1e6f, -1e6f, 5 } };
        var view = Tables.View(4);
        foreach (var options in new[] { Dense, Dense with { TopK = 1, Temperatures = [0.1, 1, 1e4] } })
        {
            using var folder = new TemporaryFolder();
            using var teacher = new TableTeacher(table);
            Labeller.Label(folder.Path, view, teacher, options);
            using var stored = StoredTeacher.Open(folder.Path, view);
            using var batch = view.Read(0, 4);
            foreach (double temperature in new[] { 0.1, 1, 1e4 })
            {
                using var targets = stored.Targets(batch, temperature);
                using var finite = targets.LogProbabilities.isfinite().all();
                Assert.True(finite.item<bool>());
                Assert.All(Naive.Probabilities(targets.LogProbabilities), row => Assert.Equal(1, row.Sum(), 1e-5));
            }
        }
    }

    [Fact]
    public void FindsTargetsByRowInPartsOfTheView()
    {
        var table = Naive.RandomLogits(Rows, Classes, seed: 3);
        using var folder = new TemporaryFolder();
        using var teacher = new TableTeacher(table);
        int[] shuffled = [.. Enumerable.Range(0, Rows).Where(i => i % 3 > 0).OrderBy(i => i * 7919 % 101)];
        var view = Tables.View(Rows).Part(shuffled);
        Labeller.Label(folder.Path, view, teacher, Dense);
        var part = view.Part(5, 3, 30, 11);
        using var stored = StoredTeacher.Open(folder.Path, part.Part(3, 0), teacher);
        using var batch = part.Read([3, 1, 1, 0]);
        using var targets = stored.Targets(batch, 1);
        using var live = teacher.Targets(batch, 1);
        Assert.True(LargestDifference(targets, live) < 8 * Math.Pow(2, -11));

        using var others = Naive.Rows(1, 3);
        var error = Assert.Throws<DistillException>(() => stored.Targets(others, 1));
        Assert.Contains("row 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KeepsTheCountOfLiveTensors()
    {
        using var folder = new TemporaryFolder();
        using var topK = new TableTeacher(Naive.RandomLogits(Rows, Classes, seed: 4));
        using var ensemble = Ensemble(EnsembleMean.Arithmetic);
        var view = Tables.View(Rows);
        using var scope = NewDisposeScope();
        using var batch = view.Read(0, 30);
        Labeller.Label(folder.File("a"), view, topK, Dense with { TopK = 3, Temperatures = [2] });
        Labeller.Label(folder.File("b"), view, ensemble, Dense);
        foreach (string store in new[] { "a", "b" })
        {
            using var stored = StoredTeacher.Open(folder.File(store), view);
            int before = scope.DisposablesCount;
            stored.Targets(batch, 2).Dispose();
            Assert.Equal(before, scope.DisposablesCount);
        }
    }

    private static void AssertStoredEqualsLive(ITeacher teacher, TargetKind kind, double temperature)
    {
        using var folder = new TemporaryFolder();
        var view = Tables.View(Rows);
        Labeller.Label(folder.Path, view, teacher, Dense);
        using var stored = StoredTeacher.Open(folder.Path, view, teacher);
        using var batch = view.Read([7, 59, 0, 24, 25, 26, 7]);
        using var targets = stored.Targets(batch, temperature);
        using var live = teacher.Targets(batch, temperature);

        Assert.Equal(kind, stored.Plan.Kind);
        Assert.Equal(temperature, targets.Temperature);
        Assert.Null(targets.Support);

        // Logits below 16 lose at most 2⁻⁸ to f16; twice, because they are renormalised; and T divides it.
        Assert.True(LargestDifference(targets, live) < (2 * Math.Pow(2, -8) / temperature) + 1e-6);
        teacher.Dispose();
    }

    private static EnsembleTeacher Ensemble(EnsembleMean mean) => new(
        [.. Enumerable.Range(0, 3).Select(i => new TableTeacher(Naive.RandomLogits(Rows, Classes, seed: 10 + i), $"table {i}"))],
        mean,
        [1, 2, 5]);

    private static double LargestDifference(SoftTargets a, SoftTargets b)
    {
        using var difference = (a.LogProbabilities - b.LogProbabilities).abs().max();
        return difference.item<float>();
    }
}
