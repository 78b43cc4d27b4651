using static TorchSharp.torch;

namespace Distill.Targets;

/// <summary>Sets what a store serves against what its teacher says now.</summary>
internal static class StoreComparison
{
    /// <summary>The higher of the two temperatures at which a store is compared that serves all; the lower is 1.</summary>
    public const double HighTemperature = 20;

    /// <summary>
    /// For each row the total variation distance, half the sum over the classes of |stored − now|, between the probabilities
    /// that the store serves and those of the answer before it was encoded: the larger of those at the lowest and at the
    /// highest temperature that the store serves, or at 1 and 20 where it serves all. NaN where an answer is.
    /// </summary>
    /// <param name="store">What is stored.</param>
    /// <param name="rows">The rows of the data set.</param>
    /// <param name="logProbabilities">What the teacher says now, as for <see cref="SoftTargetStoreWriter.Append(ReadOnlySpan{long}, Tensor)"/>.</param>
    public static double[] Differences(SoftTargetStore store, ReadOnlySpan<long> rows, Tensor logProbabilities)
    {
        using var scope = NewDisposeScope();
        var now = logProbabilities.to(float64);
        var largest = zeros(rows.Length, float64);
        foreach (double temperature in Temperatures(store.Plan))
        {
            using var stored = store.Targets(rows, temperature);
            var expected = Now(now, store.Plan, temperature, stored.Support);
            var difference = (stored.LogProbabilities.to(float64).exp() - expected).abs().sum(-1).DividedBy(2);
            largest = maximum(largest, store.Plan.Combination.Geometric ? difference / Coarseness(now, store.Plan, temperature, expected) : difference);
        }

        return largest.data<double>().ToArray();
    }

    /// <summary>
    /// Twice the largest distance that rounding to f16 can make. A class x nats below the best one at the temperature is
    /// moved by x/2,048 nats at most, so the distance is at most the mean of x over the distribution, divided by 2,048. Of n
    /// classes that mean is at most W((n − 1)/e), with W the Lambert function, and so below ln n. Version 1 of the format
    /// rounded more: it keeps values up to 64 above the mean of their row to within 1/64, which is a distance of 1/128.
    /// </summary>
    public static double Tolerance(SoftTargetStore store)
    {
        double tolerance = Math.Log(store.Plan.Classes) / 1024;
        return store.Version == 1 ? Math.Max(tolerance, 1.0 / 128) : tolerance;
    }

    // What a geometric mean thinks probable may lie far below the best class of each of its members, where f16 is coarse. How far it lies in the mean,
    // over how far it lies in the usual case; 1 where it lies no farther.
    private static Tensor Coarseness(Tensor logProbabilities, StorePlan plan, double temperature, Tensor expected)
    {
        var below = (logProbabilities.amax([-1], keepdim: true) - logProbabilities).Times(plan.ValuesTemperature / temperature);
        return (expected * below.sum(1)).sum(-1).DividedBy(Math.Log(plan.Classes)).NoLessThan(1);
    }

    private static IEnumerable<double> Temperatures(StorePlan plan) =>
        plan.Temperatures.Count == 0 ? [1, HighTemperature] : new[] { plan.Temperatures[0], plan.Temperatures[^1] }.Distinct();

    private static Tensor Now(Tensor logProbabilities, StorePlan plan, double temperature, Tensor? support)
    {
        var softened = logProbabilities.Times(plan.ValuesTemperature / temperature).log_softmax(-1);
        if (plan.Kind == TargetKind.Members)
        {
            return plan.Combination.Of(softened.unbind(1), plan.MemberWeights!).exp();
        }

        var probabilities = softened.exp();
        if (support is null)
        {
            return probabilities;
        }

        var kept = probabilities.gather(-1, support);
        return cat([kept, kept.sum(-1, keepdim: true).Times(-1).Plus(1)], -1);
    }
}
