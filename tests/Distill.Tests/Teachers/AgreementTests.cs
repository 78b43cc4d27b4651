using CsCheck;
using Distill.Objectives;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;
using static TorchSharp.torch;

namespace Distill.Tests.Teachers;

/// <summary>How much the members of an ensemble agree, and cases that count by it.</summary>
public sealed class AgreementTests
{
    [Theory]
    [InlineData(EnsembleMean.Arithmetic)]
    [InlineData(EnsembleMean.Geometric)]
    public void IsOneLessTheShareOfTheGreatestDivergence(EnsembleMean mean)
    {
        Gen.Select(Gen.Double[-30, 30].Array[4].Array[2, 5], Gen.Double[0.1, 5].Array[5], Gen.Double[0.5, 20]).Sample(
            (logits, weights, temperature) =>
            {
                weights = weights[..logits.Length];
                using var ensemble = new EnsembleTeacher([.. logits.Select(Member)], mean, weights);
                using var batch = Naive.Rows(0);
                using var targets = ensemble.TargetsWithAgreement(batch, temperature);
                using var plain = ensemble.Targets(batch, temperature);

                double[][] members = [.. logits.Select(row => Naive.Softmax([.. row.Select(z => (double)(float)z)], temperature))];
                Assert.Equal(Expected(members, weights), targets.Agreement!.item<float>(), 1e-5);
                Assert.True(targets.LogProbabilities.Equals(plain.LogProbabilities));
                Assert.Null(plain.Agreement);
            },
            iter: 200);
    }

    [Fact]
    public void IsWorkedOutByHand()
    {
        // Row 0: p = (3/4, 1/4) and (1/4, 3/4), m = (1/2, 1/2), so the divergence is (3/4)·log₂ 3 − 1 = 0.18872 bits of one.
        // Row 1: both say the same. Row 2: each rules out what the other says.
        const float none = float.NegativeInfinity;
        using var ensemble = new EnsembleTeacher(
        [
            new TableTeacher(new[,] { { MathF.Log(3), 0 }, { 1, 2 }, { 0, none } }, "one"), new TableTeacher(new[,] { { 0, MathF.Log(3) }, { 1, 2 }, { none, 0 } }, "two"),
        ]);
        using var batch = Naive.Rows(0, 1, 2);
        using var targets = ensemble.TargetsWithAgreement(batch, 1);

        Assert.Equal([2 - (0.75 * Math.Log2(3)), 1, 0], targets.Agreement!.data<float>().Select(value => (double)value), (one, other) => Math.Abs(one - other) < 1e-6);

        var losses = LaterObjectives.ByAgreement(new SoftTargetMatching(1)).Losses(zeros(3, 2), batch.Labels, targets);
        Assert.Equal([(2 - (0.75 * Math.Log2(3))) * Math.Log(2), Math.Log(2), 0], losses.data<float>().Select(value => (double)value), (one, other) => Math.Abs(one - other) < 1e-6);
    }

    [Fact]
    public void VeryUnequalWeightsLeaveItANumber()
    {
        using var batch = Naive.Rows(0);
        foreach (var weight in (double[])[1e-3, 1e-8, 1e-60])
        {
            using var ensemble = new EnsembleTeacher([Member([2, 0]), Member([0, 2])], EnsembleMean.Arithmetic, [1, weight]);
            using var targets = ensemble.TargetsWithAgreement(batch, 1);
            double[][] members = [Naive.Softmax([2, 0], 1), Naive.Softmax([0, 2], 1)];
            Assert.Equal(weight < 1e-20 ? 1 : Expected(members, [1, weight]), targets.Agreement!.item<float>(), weight < 1e-20 ? 0.02 : 1e-5);
        }
    }

    [Fact]
    public void AStoreOfMembersSaysTheSameAsTheMembers()
    {
        using var folder = new TemporaryFolder();
        using var teacher = Ensemble(EnsembleMean.Arithmetic);
        var view = Tables.View(12);
        Labeller.Label(folder.Path, view, teacher, new TargetStoreOptions());
        using var stored = StoredTeacher.Open(folder.Path, view, teacher);
        using var batch = view.Read(3, 7);

        Assert.Equal(TargetKind.Members, stored.Plan.Kind);
        Assert.True(stored.KnowsAgreement);
        foreach (var temperature in (double[])[0.5, 1, 4])
        {
            using var targets = stored.TargetsWithAgreement(batch, temperature);
            using var live = teacher.TargetsWithAgreement(batch, temperature);
            Assert.Equal([7L], targets.Agreement!.shape);
            Assert.True((targets.Agreement - live.Agreement!).abs().max().item<float>() < 0.02);
            Assert.InRange(live.Agreement!.max().item<float>(), 0.01f, 0.999f);
            using var plain = stored.Targets(batch, temperature);
            Assert.True(targets.LogProbabilities.Equals(plain.LogProbabilities));
        }
    }

    [Theory]
    [InlineData(EnsembleMean.Geometric, null)]
    [InlineData(EnsembleMean.Arithmetic, 4.0)]
    public void AStoreOfOneAnswerRefuses(EnsembleMean mean, double? temperature)
    {
        using var folder = new TemporaryFolder();
        using var teacher = Ensemble(mean);
        var view = Tables.View(12);
        Labeller.Label(folder.Path, view, teacher, new TargetStoreOptions { Temperatures = temperature is { } one ? [one] : [] });
        using var stored = StoredTeacher.Open(folder.Path, view, teacher);
        using var batch = view.Read(0, 2);

        Assert.True(teacher.KnowsAgreement);
        Assert.False(stored.KnowsAgreement);
        var refused = Assert.Throws<DistillException>(() => stored.TargetsWithAgreement(batch, 4));
        Assert.Contains("does not keep what each of several teachers said", refused.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneTeacherRefuses()
    {
        ITeacher single = Member([1, 2]);
        using var ensemble = new EnsembleTeacher([single]);
        using var batch = Naive.Rows(0);
        Assert.False(single.KnowsAgreement);
        Assert.False(ensemble.KnowsAgreement);
        Assert.Contains("table gives one answer", Assert.Throws<DistillException>(() => single.TargetsWithAgreement(batch, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("has one member", Assert.Throws<DistillException>(() => ensemble.TargetsWithAgreement(batch, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TargetsWithoutItAreRefusedByTheObjective()
    {
        using var ensemble = Ensemble(EnsembleMean.Arithmetic);
        using var batch = Naive.Rows(0);
        using var targets = ensemble.Targets(batch, 2);
        var objective = LaterObjectives.Sum((0.5, LaterObjectives.ByAgreement(new SoftTargetMatching(2))), (0.5, new HardLabels()));

        Assert.True(objective.NeedsAgreement);
        Assert.True(LaterObjectives.Scheduled("T from 2 to 1", done => LaterObjectives.ByAgreement(new SoftTargetMatching(2 - done))).NeedsAgreement);
        Assert.False(LaterObjectives.ByLabel(new SoftTargetMatching(2)).NeedsAgreement);
        Assert.Contains(
            "do not say how much teachers agree",
            Assert.ThrowsAny<ArgumentException>(() => objective.Losses(zeros(1, 5), batch.Labels, targets)).Message, StringComparison.Ordinal);
    }

    private static double Expected(double[][] members, double[] weights)
    {
        double[] shares = [.. weights.Select(weight => weight / weights.Sum())];
        double[] mean = [.. Enumerable.Range(0, members[0].Length).Select(c => members.Zip(shares, (row, share) => share * row[c]).Sum())];
        var divergence = members.Zip(shares, (row, share) => share * row.Zip(mean, (p, m) => p > 0 ? p * Math.Log(p / m) : 0).Sum()).Sum();
        return 1 - (divergence / -shares.Sum(share => share * Math.Log(share)));
    }

    private static EnsembleTeacher Ensemble(EnsembleMean mean) => new(
        [.. Enumerable.Range(1, 3).Select(seed => new TableTeacher(Naive.RandomLogits(12, 5, seed), $"table {seed}"))], mean, [1, 2, 3]);

    private static TableTeacher Member(double[] logits)
    {
        var table = new float[1, logits.Length];
        for (var c = 0; c < logits.Length; c++)
        {
            table[0, c] = (float)logits[c];
        }

        return new TableTeacher(table);
    }
}
