using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Targets;

/// <summary>
/// Writes a store file by file, in the order of the plan, and the index last; or those files that are one part of it, and no
/// index. Killed at any moment and opened again with the same plan, it resumes with the files that are missing. Not for several
/// threads at once.
/// </summary>
internal sealed class SoftTargetStoreWriter : IDisposable
{
    private readonly StoreFolder folder;
    private readonly WorkPart part;
    private readonly FileClaim exclusive;
    private readonly SortedDictionary<int, ShardEntry> shards = [];
    private readonly Queue<int> missing;
    private readonly Lazy<ShardBuffer> buffer;
    private readonly int version;

    /// <summary>Starts a store, or resumes one that was left in part.</summary>
    /// <param name="path">A folder that does not exist, is empty, or holds a store of the same plan.</param>
    /// <param name="plan">What the store will hold.</param>
    /// <exception cref="DistillException">The plan is impossible, another labelling is at work there, or the folder holds
    /// a store of another plan or something else; the message names each difference.</exception>
    public SoftTargetStoreWriter(string path, StorePlan plan)
        : this(path, plan, WorkPart.Whole, CancellationToken.None)
    {
    }

    /// <summary>The same for one part of the files: every <see cref="WorkPart.Count"/>-th. Other processes may write other parts at once.</summary>
    /// <inheritdoc cref="SoftTargetStoreWriter(string, StorePlan)"/>
    /// <param name="path">As there.</param>
    /// <param name="plan">As there.</param>
    /// <param name="part">Which part.</param>
    /// <param name="cancellationToken">Ends the waiting for a process that is just ending.</param>
    public SoftTargetStoreWriter(string path, StorePlan plan, WorkPart part, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        string[] problems = [.. plan.Problems()];
        if (problems.Length > 0)
        {
            throw new DistillException("These soft targets cannot be stored: " + string.Join(" ", problems));
        }

        Plan = plan;
        this.part = part;
        folder = new StoreFolder(path);
        buffer = new(() => new ShardBuffer(plan));
        exclusive = IsAlone ? StoreClaim.TakeAll(folder) : StoreClaim.TakePart(folder, part, cancellationToken);
        try
        {
            var index = Prepare(cancellationToken);
            (version, IsComplete) = (index.Version, index.Shards.Count > 0);
            var own = part.Of(plan.ShardCount).ToLookup(shard => File.Exists(folder.ShardPath(plan, shard)));
            missing = new Queue<int>(own[false]);
            foreach (int shard in own[true])
            {
                TakeUp(shard);
            }
        }
        catch
        {
            exclusive.Dispose();
            throw;
        }
    }

    /// <summary>What the store holds when it is complete.</summary>
    public StorePlan Plan { get; }

    /// <summary>Whether the index is written and there is nothing left to do.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Where in the view the next append belongs; at the number of examples where nothing is missing.</summary>
    public int Position => missing.TryPeek(out int shard) ? (shard * Plan.RowsPerShard) + Buffered : Plan.Examples;

    /// <summary>How many more examples the file that is being filled takes; an append does not go beyond.</summary>
    public int RoomInShard => missing.TryPeek(out int shard) ? Plan.RowsIn(shard) - Buffered : 0;

    /// <summary>How many examples there are in the files of this writer's part.</summary>
    public int Examples => part.Of(Plan.ShardCount).Sum(Plan.RowsIn);

    /// <summary>How many of them have targets.</summary>
    public int ExamplesDone => Examples - missing.Sum(Plan.RowsIn) + Buffered;

    private int Buffered => buffer.IsValueCreated ? buffer.Value.Rows : 0;

    private bool IsAlone => part == WorkPart.Whole;

    /// <summary>Adds the targets of the next examples; a file that is full is written at once.</summary>
    /// <param name="rows">The rows of the data set, at most <see cref="RoomInShard"/>.</param>
    /// <param name="logProbabilities">
    /// Float32 log-probabilities at the plan's <see cref="StorePlan.ValuesTemperature"/>, [rows, classes]; [rows, members,
    /// classes] when the kind is <see cref="TargetKind.Members"/>. A top-k store picks its classes from them.
    /// </param>
    /// <exception cref="DistillException">The targets of a row are not numbers, or the file cannot be written.</exception>
    /// <exception cref="ArgumentException">The shape is another, or the rows do not fit.</exception>
    public void Append(ReadOnlySpan<long> rows, Tensor logProbabilities)
    {
        ArgumentNullException.ThrowIfNull(logProbabilities);
        long[] shape = Plan.Kind == TargetKind.Members
            ? [rows.Length, Plan.MemberWeights!.Count, Plan.Classes]
            : [rows.Length, Plan.Classes];
        ThrowUnless(!Plan.HasVectors && logProbabilities.shape.AsSpan().SequenceEqual(shape), nameof(logProbabilities));
        if (Plan.Kind == TargetKind.TopK)
        {
            using var targets = TargetEncoding.MostProbable(
                logProbabilities, Plan.ValuesTemperature, Plan.TopK!.Value, Plan.Temperatures);
            Append(rows, targets);
            return;
        }

        ThrowUnless(rows.Length <= RoomInShard, nameof(rows));
        using var values = TargetEncoding.BelowBest(logProbabilities);
        using var halves = values.to(float16);
        buffer.Value.Append(rows, halves);
        WriteFullShard();
    }

    /// <summary>Adds the targets of the next examples to a top-k store, from a source that has picked the classes already.</summary>
    /// <inheritdoc cref="Append(ReadOnlySpan{long}, Tensor)"/>
    public void Append(ReadOnlySpan<long> rows, TopKTargets targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ThrowUnless(Plan.Kind == TargetKind.TopK, nameof(targets));
        ThrowUnless(rows.Length <= RoomInShard, nameof(rows));
        ThrowUnless(targets.Classes.shape.AsSpan().SequenceEqual([rows.Length, Plan.TopK!.Value]), nameof(targets));
        ThrowUnless(targets.LogProbabilities.shape.AsSpan().SequenceEqual(targets.Classes.shape), nameof(targets));
        ThrowUnless(targets.LogRest.shape.AsSpan().SequenceEqual([rows.Length, Plan.Temperatures.Count]), nameof(targets));
        buffer.Value.Append(rows, targets);
        // The buffer copies from spans, which do not keep the tensors that they lie in.
        GC.KeepAlive(targets);
        WriteFullShard();
    }

    /// <summary>Adds the vectors of the next examples.</summary>
    /// <param name="rows">The rows of the data set, at most <see cref="RoomInShard"/>.</param>
    /// <param name="vectors">Float32 [rows, numbers].</param>
    /// <exception cref="DistillException">A number is not finite, or the file cannot be written.</exception>
    /// <exception cref="ArgumentException">The shape is another, or the rows do not fit.</exception>
    public void AppendVectors(ReadOnlySpan<long> rows, Tensor vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ThrowUnless(Plan.HasVectors && rows.Length <= RoomInShard, nameof(rows));
        ThrowUnless(vectors.shape.AsSpan().SequenceEqual([rows.Length, Plan.Classes]), nameof(vectors));
        buffer.Value.AppendVectors(rows, vectors);
        WriteFullShard();
    }

    /// <summary>Writes the index, which makes the store readable; for a writer of all files.</summary>
    /// <exception cref="InvalidOperationException">Examples are missing, or belong to other parts.</exception>
    /// <exception cref="DistillException">The index cannot be written.</exception>
    public void Complete()
    {
        if (shards.Count < Plan.ShardCount)
        {
            throw new InvalidOperationException($"{ExamplesDone} of {Plan.Examples} examples have targets.");
        }

        if (!IsComplete)
        {
            folder.WriteIndex(version, Plan, [.. shards.Values]);
            IsComplete = true;
        }
    }

    /// <summary>Lets others write to the folder. Targets of a file that is not full are lost.</summary>
    public void Dispose() => exclusive.Dispose();

    // Several parts begin in one folder at once.
    private StoreIndex Prepare(CancellationToken cancellationToken)
    {
        using var briefly = IsAlone ? null : StoreClaim.TakeBriefly(folder, cancellationToken);
        return folder.Prepare(Plan);
    }

    private void TakeUp(int shard)
    {
        if (IsAlone)
        {
            shards[shard] = ShardFile.Describe(folder, Plan, version, shard);
        }
        else
        {
            // Its content is checked where the index is written.
            ShardFile.Open(folder, Plan, version, shard).Dispose();
        }
    }

    private void WriteFullShard()
    {
        int shard = missing.Peek();
        if (buffer.Value.Rows == Plan.RowsIn(shard))
        {
            ShardFile.Write(folder, Plan, version, shard, buffer.Value);
            buffer.Value.Clear();
            missing.Dequeue();
            TakeUp(shard);
        }
    }

    private static void ThrowUnless(bool fits, string parameter)
    {
        if (!fits)
        {
            throw new ArgumentException("The shape, the number of rows or the kind does not fit the plan.", parameter);
        }
    }
}
