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

    // Few different numbers, so that many are equal: of these the lower class numbers are kept, in every row by itself.
    [Fact]
    public void TheMostProbableAreThoseOfASortedRowAndOfEqualOnesTheFirst() =>
        Gen.Select(Gen.Int[2, 100], Gen.Int[1, 4], Gen.Int[1, 99], Gen.Int[1, 12]).SelectMany(
            (classes, rows, k, different) => Gen.Select(Gen.Int[0, different].Array[classes * rows], Gen.Const(classes), Gen.Const(Math.Min(k, classes - 1)))).Sample((numbers, classes, k) =>
        {
            using var scope = NewDisposeScope();
            float[] logits = [.. numbers.Select(number => number / 3f)];
            using var kept = TargetEncoding.MostProbable(tensor(logits, [logits.Length / classes, classes]), 1, k, [1]);
            var (found, values) = (kept.Classes.data<long>().ToArray(), kept.LogProbabilities.data<float>().ToArray());
            foreach (var (row, part) in logits.Chunk(classes).Index())
            {
                var order = Enumerable.Range(0, classes).OrderByDescending(c => part[c]).ThenBy(c => c).Take(k).ToList();
                Assert.Equal(order, found.Skip(row * k).Take(k).Select(c => (int)c));
                Assert.Equal(order.Select(c => part[c] - part.Max()), values.Skip(row * k).Take(k));
            }
        });

    [Fact]
    public void TheMassOfTheOthersIsKeptHoweverSmallItIs()
    {
        using var scope = NewDisposeScope();
        using var kept = TargetEncoding.MostProbable(tensor(new[] { 0f, -5000, -5001, -6000 }, [1, 4]), 1, 1, [1, 0.5, 1000]);
        double[] exact = [.. new[] { 1, 0.5, 1000 }.Select(t => Math.Log(1 + Math.Exp(-1 / t) + Math.Exp(-1000 / t)) - (5000 / t))];
        exact[2] -= Math.Log(1 + Math.Exp(exact[2]));
        Assert.Equal(exact, kept.LogRest.data<float>().ToArray().Select(value => (double)value), (one, other) => Math.Abs(one - other) < 1e-3);
    }

    [Fact]
    public void ARowWithoutAFiniteLargestHasNoTargetsAndSpoilsNoOther()
    {
        using var scope = NewDisposeScope();
        using var kept = TargetEncoding.MostProbable(
            tensor(new[] { 0, float.NaN, 1, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, 0, float.PositiveInfinity, 1, 3, 2, 1 }, [4, 3]), 1, 2, [1]);
        Assert.Equal([true, true, true, false], kept.LogProbabilities.isnan().all(1).data<bool>().ToArray());
        Assert.Equal([true, true, true, false], kept.LogRest.isnan().all(1).data<bool>().ToArray());
        Assert.Equal([0L, 1], kept.Classes[3].data<long>().ToArray());
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
    public void TheMostProbableClassIsAtNoughtAndNoneFartherThanTheRangeOfF16()
    {
        using var scope = NewDisposeScope();
        var values = TargetEncoding.BelowBest(tensor(new[,] { { -1f, -2, -6 }, { -3, -1e9f, float.NegativeInfinity } }));

        Assert.Equal([0, -1, -5], values[0].data<float>().ToArray());
        Assert.Equal([0, -65504, -65504], values[1].data<float>().ToArray());
        Assert.True(values.to(float16).isfinite().all().item<bool>());
    }

    [Fact]
    public void ARowWithoutAProbabilityIsNoTarget()
    {
        using var scope = NewDisposeScope();
        var values = TargetEncoding.BelowBest(tensor(new[,]
        {
            { float.NegativeInfinity, float.NegativeInfinity }, { 0, float.PositiveInfinity }, { 0, float.NaN },
        }));

        Assert.True(values.isnan().any(1).all().item<bool>());
    }

    // Of any row whatever, f16 keeps every probability to within 1e-3 at every temperature, in up to 1,000 classes.
    [Fact]
    public void WhatIsStoredGivesTheProbabilitiesAtEveryTemperature()
    {
        var logit = Gen.OneOf(Gen.Double[-20, 20], Gen.Double[-300, 300], OneOf(0, -1e4, -1e9, -7e4, double.NegativeInfinity));
        Gen.Select(logit.Array[2, 40], Gen.Double[-1e4, 1e4], OneOf(0.5, 1, 4, 20, 100, 1000)).Sample((logits, shift, temperature) =>
        {
            using var scope = NewDisposeScope();
            double best = logits.Max() is var highest && double.IsNegativeInfinity(highest) ? 0 : highest;
            float[] logProbabilities = [.. logits.Prepend(best).Select(z => (float)(z - best - shift))];
            var stored = TargetEncoding.BelowBest(tensor(logProbabilities).unsqueeze(0)).to(float16).to(float64);
            double[] exact = Naive.Softmax([.. logProbabilities.Select(z => (double)z)], temperature);
            double[] kept = Naive.Softmax(stored.data<double>().ToArray(), temperature);
            Assert.True(Naive.LargestDifference(exact, kept) < 1e-3, $"{Naive.LargestDifference(exact, kept)} at T = {temperature}");
        });
    }

    // The worst that rounding can do: all other classes at one distance, at which they weigh as much as the best.
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public void NoDistanceOfTheOthersIsRoundedBeyondTheTolerance(int classes)
    {
        double largest = 0;
        for (double distance = 0.01; distance < 40; distance *= 1.0003)
        {
            double rounded = (double)(Half)distance;
            double exact = 1 / (1 + ((classes - 1) * Math.Exp(-(float)distance)));
            double kept = 1 / (1 + ((classes - 1) * Math.Exp(-rounded)));
            largest = Math.Max(largest, Math.Abs(exact - kept));
        }

        Assert.InRange(largest, Math.Log(classes) / 1024 / 16, Math.Log(classes) / 2048);
        Assert.True(classes > 1_000 || largest < 1e-3);
    }

    private static Gen<double> OneOf(params double[] numbers) => Gen.Int[0, numbers.Length - 1].Select(i => numbers[i]);
}
