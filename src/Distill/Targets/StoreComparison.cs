using static TorchSharp.torch;

namespace Distill.Targets;

/// <summary>Sets what a store holds against what its teacher says now.</summary>
internal static class StoreComparison
{
    /// <summary>
    /// For each row the largest |stored − now| / (1 + |now|) over its values, and over the remaining masses of a top-k
    /// store. f16 has 11 significant bits, so the right targets stay below 2⁻¹¹.
    /// </summary>
    /// <param name="store">What is stored.</param>
    /// <param name="rows">The rows of the data set.</param>
    /// <param name="logProbabilities">What the teacher says now, as for <see cref="SoftTargetStoreWriter.Append(ReadOnlySpan{long}, Tensor)"/>.</param>
    public static float[] Differences(SoftTargetStore store, ReadOnlySpan<long> rows, Tensor logProbabilities)
    {
        using var scope = NewDisposeScope();
        var plan = store.Plan;
        var difference = plan.Kind switch
        {
            TargetKind.TopK => MostProbable(store.MostProbable(rows), logProbabilities, plan),
            TargetKind.Distribution => Relative(store.Values(rows), TargetEncoding.Finite(logProbabilities)),
            _ => Relative(store.Values(rows), TargetEncoding.Centred(logProbabilities)),
        };
        return difference.flatten(1).amax([1]).data<float>().ToArray();
    }

    private static Tensor MostProbable(TopKTargets stored, Tensor logProbabilities, StorePlan plan)
    {
        var now = TargetEncoding.MostProbable(logProbabilities, plan.ValuesTemperature, plan.TopK!.Value, plan.Temperatures);
        var values = TargetEncoding.Finite(logProbabilities).gather(-1, stored.Classes);
        return cat([Relative(stored.LogProbabilities, values), Relative(stored.LogRest, now.LogRest)], -1);
    }

    private static Tensor Relative(Tensor stored, Tensor now) => (stored - now).abs() / now.abs().Plus(1);
}
