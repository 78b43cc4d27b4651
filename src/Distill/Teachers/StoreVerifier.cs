using Distill.Data;
using Distill.Runs;
using Distill.Targets;

namespace Distill.Teachers;

/// <summary>Recomputes a part of stored targets, and compares.</summary>
public static class StoreVerifier
{
    /// <summary>Twice what rounding to f16 makes.</summary>
    public const double UsualTolerance = 1.0 / 1024;

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
    /// <param name="tolerance">See <see cref="StoreVerification.LargestDifference"/>. On another kind of processor a bf16
    /// teacher needs more than the usual.</param>
    /// <param name="progress">Which file, then which example.</param>
    /// <param name="cancellation">Stops between two of them.</param>
    /// <exception cref="DistillException">A file is damaged, or the store was made from another data set, view or teacher.</exception>
    public static StoreVerification Verify(
        SoftTargetStore store,
        ExampleView view,
        ITeacher teacher,
        int sample,
        long seed,
        double tolerance = UsualTolerance,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentOutOfRangeException.ThrowIfLessThan(sample, 1);
        StoreMatch.RequireAll(store, view, teacher);
        store.CheckContent(progress, cancellation);

        var batches = Sample(store.Plan, sample, seed);
        int total = batches.Sum(batch => batch.Count), examples = 0;
        double largest = 0;
        var paced = new PacedProgress(progress);
        var disagreeing = new List<long>();
        foreach (var (first, count) in batches)
        {
            cancellation.ThrowIfCancellationRequested();
            using var batch = view.Read(first, count);
            using var values = LabelValues.Of(teacher, batch, store.Plan);
            float[] differences = StoreComparison.Differences(store, batch.Rows, values);
            for (int i = 0; i < count; i++)
            {
                largest = Math.Max(largest, differences[i]);
                if (!(differences[i] <= tolerance))
                {
                    disagreeing.Add(batch.Rows[i]);
                }
            }

            paced.Report(new WorkProgress("recomputing soft targets", examples += count, total, "examples"));
        }

        return new StoreVerification(total, largest, tolerance, disagreeing);
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
