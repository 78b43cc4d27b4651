using CsCheck;
using Distill.Targets;
using Distill.Tests.Teachers;
using static TorchSharp.torch;

namespace Distill.Tests.Targets;

public sealed class TargetEncodingTests
{
    [Fact]
    public void TheRestIsWhatTheOtherClassesHoldAtEachTemperature()
    {
        double[] temperatures = [0.5, 1, 3, 50];
        Gen.Select(Gen.Float[-20, 20].Array[2, 30], Gen.Int[1, 29]).Sample((logits, k) =>
        {
            k = Math.Min(k, logits.Length - 1);
            using var scope = NewDisposeScope();
            var logProbabilities = tensor(logits).unsqueeze(0).log_softmax(-1);
            using var kept = TargetEncoding.MostProbable(logProbabilities, 1, k, temperatures);
            float[] rest = kept.LogRest.data<float>().ToArray();
            int[] classes = [.. kept.Classes.data<long>().ToArray().Select(c => (int)c)];

            // Classes may stand in another order where log-probabilities are equal in f32.
            Assert.All(
                logits.OrderDescending().Take(k).Zip(classes), pair => Assert.Equal(pair.First, logits[pair.Second], 1e-5f));
            for (int i = 0; i < temperatures.Length; i++)
            {
                double[] exact = Naive.Softmax([.. logits.Select(z => (double)z)], temperatures[i]);
                double others = exact.Where((_, c) => !classes.Contains(c)).Sum();
                Assert.Equal(Math.Log(others), rest[i], 1e-4);
            }
        });
    }

    [Fact]
    public void KeepsWhatIsLeftOfOneWhenTheOthersHoldNearlyAll()
    {
        // One class of a million, at a temperature that makes them nearly equal: it keeps 1e-6 of the mass.
        using var scope = NewDisposeScope();
        var logits = zeros(1, 1_000_000);
        logits[0, 77] = 10;
        using var kept = TargetEncoding.MostProbable(logits.log_softmax(-1), 1, 1, [1000]);

        double power = Math.Exp(10 / 1000.0);
        double exact = power / (power + 999_999);
        double restored = -Math.Exp(kept.LogRest.item<float>()) + 1;
        Assert.Equal(77, kept.Classes.item<long>());
        Assert.Equal(Math.Log(1 - exact), kept.LogRest.item<float>(), 1e-12);
        Assert.Equal(exact, -kept.LogRest.to(float64).expm1().item<double>(), 1e-12);
        Assert.NotEqual(0, restored);
    }

    [Fact]
    public void CentredRowsHaveMeanZeroAndStayInTheRangeOfF16()
    {
        using var scope = NewDisposeScope();
        var values = TargetEncoding.Centred(tensor(new[,] { { -1f, -2, -6 }, { 0, -1e9f, float.NegativeInfinity } }));

        Assert.Equal([2, 1, -3], values[0].data<float>().ToArray());
        Assert.All(values[1].data<float>().ToArray(), value => Assert.InRange(value, -65504, 65504));
        Assert.True(values[1].to(float16).isfinite().all().item<bool>());
    }
}
