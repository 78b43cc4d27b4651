using Distill.Data;
using Distill.Runs;
using Distill.Targets;

namespace Distill.Teachers;

/// <summary>Recomputes a part of stored targets, and compares.</summary>
internal static class StoreVerifier
{
    private const long Purpose = 0x76657269;

    /// <summary>
    /// Checks every file against its checksum, then lets the teacher label a sample again, drawn batch by batch: a row's
    /// last bits may depend on the rows beside it, so each batch is the one that was labelled.
    /// </summary>
    /// <param name="store">A whole store.</param>
    /// <param name="view">The view that was labelled.</param>
    /// <param name="teacher">The teacher that labelled.</param>
    /// <param name="sample">At least how many examples to recompute; all, when the store has fewer.</param>
    /// <param name="seed">Chooses the batches.</param>
    /// <param name="tolerance">See <see cref="StoreVerification.LargestDifference"/>. Null takes
    /// <see cref="UsualTolerance"/>; on another kind of processor a bf16 teacher needs more.</param>
    /// <param name="progress">Which file, then which example.</param>
    /// <param name="cancellationToken">Stops between two of them.</param>
    /// <exception cref="DistillException">A file is damaged, or the store was made from another data set, view or teacher.</exception>
    public static StoreVerification Verify(
        SoftTargetStore store,
        ExampleView view,
        ITeacher teacher,
        int sample,
        long seed,
        double? tolerance = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentOutOfRangeException.ThrowIfLessThan(sample, 1);
        StoreMatch.RequireAll(store, view, teacher);
        store.CheckContent(progress, cancellationToken);

        var batches = Sample(store.Plan, sample, seed);
        int total = batches.Sum(batch => batch.Count), examples = 0;
        double largest = 0, most = tolerance ?? UsualTolerance(store);
        var paced = new PacedProgress(progress);
        var disagreeing = new List<long>();
        foreach (var (first, count) in batches)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var batch = view.Read(first, count);
            using var values = LabelValues.Of(teacher, batch, store.Plan);
            double[] differences = StoreComparison.Differences(store, batch.Rows, values);
            for (int i = 0; i < count; i++)
            {
                largest = Math.Max(largest, differences[i]);
                if (!(differences[i] <= most))
                {
                    disagreeing.Add(batch.Rows[i]);
                }
            }

            paced.Report(new WorkProgress("recomputing soft targets", examples += count, total, "examples"));
        }

        return new StoreVerification(total, largest, most, disagreeing);
    }

    /// <summary>
    /// Twice the largest difference that storing in f16 can make: ln(classes)/1,024, for example 0.0022 of 10 classes and
    /// 0.0067 of 1,000. A store of version 1 of the format is allowed 1/128 at least, which is what it makes of logits up to 64
    /// above their mean.
    /// </summary>
    public static double UsualTolerance(SoftTargetStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return StoreComparison.Tolerance(store);
    }

    private static List<(int First, int Count)> Sample(StorePlan plan, int sample, long seed)
    {
        var batches = Batches(plan).ToArray();
        new SeededRandom(Purpose, seed).Shuffle<(int, int)>(batches);
        int enough = 0;
        return [.. batches.TakeWhile(batch => (enough += batch.Count) - batch.Count < sample).Order()];
    }

    private static IEnumerable<(int First, int Count)> Batches(StorePlan plan)
    {
        for (int shard = 0; shard < plan.ShardCount; shard++)
        {
            for (int row = 0; row < plan.RowsIn(shard); row += plan.BatchSize)
            {
                yield return ((shard * plan.RowsPerShard) + row, Math.Min(plan.BatchSize, plan.RowsIn(shard) - row));
            }
        }
    }
}
