using CsCheck;
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
            }.Select(ensemble => ensemble.Fingerprint.Value),
        ];
        using var scaled = new EnsembleTeacher([Member([0, 1]), Member([1, 0])], EnsembleMean.Arithmetic, [2, 4]);

        Assert.Equal(4, fingerprints.Distinct().Count());
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
        var ensemble = new EnsembleTeacher([member, Member([1, 0]), Member([1, 1])]);
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
