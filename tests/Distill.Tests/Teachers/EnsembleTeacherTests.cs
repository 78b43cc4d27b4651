using CsCheck;
using Distill.Evaluation;
using Distill.Runs;
using Distill.Teachers;
using static TorchSharp.torch;

namespace Distill.Tests.Teachers;

public sealed class EnsembleTeacherTests
{
    private static readonly Gen<float[][]> MemberLogits = Gen.Float[-30, 30].Array[4].Array[1, 5];

    [Theory]
    [InlineData(EnsembleMean.Arithmetic)]
    [InlineData(EnsembleMean.Geometric)]
    public void AveragesAsTheFormulasDo(EnsembleMean mean)
    {
        Gen.Select(MemberLogits, Gen.Double[0.1, 5].Array[5], Gen.Double[0.5, 20]).Sample(
            (logits, weights, temperature) =>
            {
                weights = weights[..logits.Length];
                using var ensemble = new EnsembleTeacher([.. logits.Select(Member)], mean, weights);
                using var batch = Naive.Rows(0);
                using var targets = ensemble.Targets(batch, temperature);

                double[] actual = Naive.Probabilities(targets.LogProbabilities)[0];
                Assert.Equal(temperature, targets.Temperature);
                Assert.True(Naive.LargestDifference(Mean(logits, weights, temperature, mean), actual) < 2e-6);
            },
            iter: 200);
    }

    [Theory]
    [InlineData(EnsembleMean.Arithmetic)]
    [InlineData(EnsembleMean.Geometric)]
    public void AMemberCountsForEachClassByItsOwnWeight(EnsembleMean mean)
    {
        Gen.Select(MemberLogits, Gen.Double[0.1, 5].Array[4].Array[5], Gen.Double[0.5, 20]).Sample(
            (logits, weights, temperature) =>
            {
                weights = weights[..logits.Length];
                using var ensemble = new EnsembleTeacher([.. logits.Select(Member)], mean, weights);
                using var batch = Naive.Rows(0);
                using var targets = ensemble.Targets(batch, temperature);

                double[][] members = [.. logits.Select(row => Naive.Softmax([.. row.Select(z => (double)z)], temperature))];
                double[] expected = [.. Enumerable.Range(0, 4).Select(c =>
                {
                    var total = weights.Sum(member => member[c]);
                    return mean == EnsembleMean.Arithmetic
                        ? members.Zip(weights, (row, weight) => row[c] * weight[c] / total).Sum()
                        : Math.Exp(members.Zip(weights, (row, weight) => Math.Log(row[c]) * weight[c] / total).Sum());
                })];
                Assert.True(Naive.LargestDifference([.. expected.Select(p => p / expected.Sum())], Naive.Probabilities(targets.LogProbabilities)[0]) < 4e-6);
            },
            iter: 200);
    }

    [Fact]
    public void WeightsByClassAreWorkedOutByHand()
    {
        // p = (0.8, 0.2) and (0.4, 0.6); the first counts 3/4 for the first class and 1/4 for the second: 0.7 and 0.5, over 1.2.
        using var ensemble = new EnsembleTeacher(
            [Member([MathF.Log(4), 0]), Member([MathF.Log(2), MathF.Log(3)])], EnsembleMean.Arithmetic, [[3.0, 1.0], [1.0, 3.0]]);
        using var batch = Naive.Rows(0);
        using var targets = ensemble.Targets(batch, 1);
        Assert.Equal(0.7 / 1.2, Naive.Probabilities(targets.LogProbabilities)[0][0], 1e-6);
        Assert.Equal([0.75, 0.25], ensemble.ClassWeights![0]);
    }

    [Fact]
    public void WeightsByClassDecideTheFingerprintAndLeaveNoLogits()
    {
        using var one = new EnsembleTeacher([Member([0, 1]), Member([1, 0])], EnsembleMean.Geometric);
        using var two = new EnsembleTeacher([Member([0, 1]), Member([1, 0])], EnsembleMean.Geometric, [[1.0, 2.0], [2.0, 1.0]]);
        using var three = new EnsembleTeacher([Member([0, 1]), Member([1, 0])], EnsembleMean.Geometric, [[1.0, 3.0], [2.0, 1.0]]);
        using var scaled = new EnsembleTeacher([Member([0, 1]), Member([1, 0])], EnsembleMean.Geometric, [[2.0, 4.0], [4.0, 2.0]]);
        Assert.Equal((true, false), (one.HasLogits, two.HasLogits));
        Assert.Equal(two.Fingerprint, scaled.Fingerprint);
        Assert.Equal(3, new[] { one, two, three }.Select(ensemble => ensemble.Fingerprint).Distinct().Count());
    }

    [Theory]
    [InlineData(EnsembleMean.Arithmetic)]
    [InlineData(EnsembleMean.Geometric)]
    public void AMemberCountsForEachExampleByItsCertaintyOfIt(EnsembleMean mean)
    {
        Gen.Select(MemberLogits, Gen.Double[0.1, 5].Array[5], Gen.Double[0.5, 20]).Sample(
            (logits, weights, temperature) =>
            {
                weights = weights[..logits.Length];
                using var ensemble = new EnsembleTeacher([.. logits.Select(Member)], mean, weights, byCertainty: true);
                using var batch = Naive.Rows(0);
                using var targets = ensemble.Targets(batch, temperature);

                double[][] members = [.. logits.Select(row => Naive.Softmax([.. row.Select(z => (double)z)], temperature))];
                double[] certain = [.. members.Zip(weights, (row, weight) => weight * Math.Max(1e-6, 1 + (row.Sum(p => p > 0 ? p * Math.Log(p) : 0) / Math.Log(4))))];
                Assert.True(Naive.LargestDifference(Mean(logits, certain, temperature, mean), Naive.Probabilities(targets.LogProbabilities)[0]) < 2e-4);
            },
            iter: 200);
    }

    [Fact]
    public void CertaintyIsWorkedOutByHand()
    {
        // p = (0.8, 0.2) is certain by 1 − 0.72193 bits, (0.5, 0.5) not at all: the mean is the first alone, but for a millionth.
        using var ensemble = new EnsembleTeacher([Member([MathF.Log(4), 0]), Member([0, 0])], byCertainty: true);
        using var nothing = new EnsembleTeacher([Member([1, 1]), Member([0, 0])], EnsembleMean.Geometric, byCertainty: true);
        using var ruled = new EnsembleTeacher([Member([0, float.NegativeInfinity]), Member([0, 0])], byCertainty: true);
        using var batch = Naive.Rows(0);
        using var targets = ensemble.Targets(batch, 1);
        using var even = nothing.Targets(batch, 1);
        using var one = ruled.Targets(batch, 1);
        Assert.Equal(0.8, Naive.Probabilities(targets.LogProbabilities)[0][0], 2e-6);
        Assert.Equal(0.5, Naive.Probabilities(even.LogProbabilities)[0][0], 1e-6);
        Assert.Equal(1, Naive.Probabilities(one.LogProbabilities)[0][0], 2e-6);
        Assert.True(ensemble.ByCertainty);
        Assert.False(nothing.HasLogits);
    }

    [Fact]
    public void WeightsByClassAreTheSmoothedSharesThatAModelHasRight()
    {
        // Of class 0 two of three are right, of class 1 none of one, of class 2 there is none; the last case has no label.
        float[] sure = [MathF.Log(0.8f), MathF.Log(0.1f), MathF.Log(0.1f)], other = [MathF.Log(0.1f), MathF.Log(0.1f), MathF.Log(0.8f)];
        var answers = new Predictions("model", 3, [.. sure, .. sure, .. other, .. sure, .. sure], [0, 0, 0, 1, -1], [0, 1, 2, 3, 4]);
        Assert.Equal([3 / 5.0, 1 / 3.0, 1 / 2.0], answers.ClassWeights());
    }

    [Fact]
    public void WeightsByClassAreOneForEachMemberAndClass()
    {
        Assert.Contains("weights of 1 members for 2", Refused([[1.0, 2.0]]), StringComparison.Ordinal);
        Assert.Contains("1 weights for 2 classes", Refused([[1.0], [1.0, 2.0]]), StringComparison.Ordinal);
        Assert.Contains("A weight is 0", Refused([[1.0, 0.0], [1.0, 2.0]]), StringComparison.Ordinal);

        static string Refused(double[][] weights) => Assert.Throws<DistillException>(
            () => new EnsembleTeacher([Member([0, 1]), Member([1, 0])], EnsembleMean.Arithmetic, weights)).Message;
    }

    [Fact]
    public void KeepsProbabilitiesThatUnderflow()
    {
        using var ensemble = new EnsembleTeacher([Member([0, -1000, -3000]), Member([0, -2000, -1000])]);
        using var batch = Naive.Rows(0);
        using var targets = ensemble.Targets(batch, 1);

        var logs = targets.LogProbabilities.data<float>().ToArray();
        Assert.Equal(-1000 - Math.Log(2), logs[1], 1e-3);
        Assert.Equal(-1000 - Math.Log(2), logs[2], 1e-3);
    }

    [Fact]
    public void OnlyTheGeometricMeanHasLogits()
    {
        using var arithmetic = new EnsembleTeacher([Member([0, 1]), Member([1, 0])]);
        using var geometric = new EnsembleTeacher([Member([0, 1]), Member([1, 0])], EnsembleMean.Geometric);
        using var nested = new EnsembleTeacher([arithmetic], EnsembleMean.Geometric);

        Assert.False(arithmetic.HasLogits);
        Assert.True(geometric.HasLogits);
        Assert.False(nested.HasLogits);
    }

    [Fact]
    public void ReportsAllProblemsTogether()
    {
        var error = Assert.Throws<DistillException>(
            () => new EnsembleTeacher([Member([0, 1, 2]), Member([0, 1])], EnsembleMean.Arithmetic, [1, -1, 1]));

        Assert.Contains("3 classes", error.Message, StringComparison.Ordinal);
        Assert.Contains("has 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("3 weights for 2 members", error.Message, StringComparison.Ordinal);
        Assert.Contains("-1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FingerprintCoversMembersWeightsAndMean()
    {
        string[] fingerprints =
        [
            .. new[]
            {
                new EnsembleTeacher([Member([0, 1]), Member([1, 0])]),
                new EnsembleTeacher([Member([1, 0]), Member([0, 1])]),
                new EnsembleTeacher([Member([0, 1]), Member([1, 0])], EnsembleMean.Geometric),
                new EnsembleTeacher([Member([0, 1]), Member([1, 0])], EnsembleMean.Arithmetic, [1, 2]),
                new EnsembleTeacher([Member([0, 1]), Member([1, 0])], byCertainty: true),
            }.Select(ensemble => ensemble.Fingerprint.Value),
        ];
        using var scaled = new EnsembleTeacher([Member([0, 1]), Member([1, 0])], EnsembleMean.Arithmetic, [2, 4]);

        Assert.Equal(5, fingerprints.Distinct().Count());
        Assert.Equal(fingerprints[3], scaled.Fingerprint.Value);
    }

    [Fact]
    public void RefusesSparseMembers()
    {
        using var ensemble = new EnsembleTeacher([new SparseTeacher()]);
        using var batch = Naive.Rows(0);

        var error = Assert.Throws<DistillException>(() => ensemble.Targets(batch, 1));
        Assert.Contains("top-k", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DisposesItsMembersAndLeavesNoTensors()
    {
        var member = new TableTeacher(new float[,] { { 0, 1 } });
        var ensemble = new EnsembleTeacher([member, Member([1, 0]), Member([1, 1])], EnsembleMean.Arithmetic, [1, 2, 3], byCertainty: true);
        using var scope = NewDisposeScope();
        using var batch = Naive.Rows(0);
        ensemble.Targets(batch, 2).Dispose();
        int before = scope.DisposablesCount;
        ensemble.Targets(batch, 2).Dispose();

        Assert.Equal(before, scope.DisposablesCount);
        ensemble.Dispose();
        Assert.True(member.Disposed);
    }

    private static TableTeacher Member(float[] logits)
    {
        var table = new float[1, logits.Length];
        for (int i = 0; i < logits.Length; i++)
        {
            table[0, i] = logits[i];
        }

        return new TableTeacher(table);
    }

    private static double[] Mean(float[][] logits, double[] weights, double temperature, EnsembleMean mean)
    {
        double[][] members = [.. logits.Select(z => Naive.Softmax([.. z.Select(x => (double)x)], temperature))];
        double total = weights.Sum();
        double[] result = new double[members[0].Length];
        for (int c = 0; c < result.Length; c++)
        {
            for (int m = 0; m < members.Length; m++)
            {
                double share = weights[m] / total;
                result[c] += mean == EnsembleMean.Arithmetic ? share * members[m][c] : share * Math.Log(members[m][c]);
            }
        }

        return mean == EnsembleMean.Arithmetic ? result : Naive.Softmax(result, 1);
    }

    private sealed class SparseTeacher : ITeacher
    {
        public string Name => "sparse";

        public int Classes => 2;

        public Fingerprint Fingerprint => Fingerprint.Of("sparse");

        public bool SeesInputs => true;

        public SoftTargets Targets(Batch batch, double temperature) =>
            new(zeros(1, 2), temperature, zeros(1, 1, int64));

        public void Dispose()
        {
        }
    }
}
