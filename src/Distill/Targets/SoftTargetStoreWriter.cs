using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Targets;

/// <summary>
/// Writes a store file by file, in the order of the plan, and the index last. Killed at any moment and opened again with
/// the same plan, it resumes after the last whole file. Not for several threads at once.
/// </summary>
internal sealed class SoftTargetStoreWriter : IDisposable
{
    private readonly StoreFolder folder;
    private readonly FileClaim exclusive;
    private readonly List<ShardEntry> shards = [];
    private readonly Lazy<ShardBuffer> buffer;
    private readonly int version;

    /// <summary>Starts a store, or resumes one that was left in part.</summary>
    /// <param name="path">A folder that does not exist, is empty, or holds a store of the same plan.</param>
    /// <param name="plan">What the store will hold.</param>
    /// <exception cref="DistillException">The plan is impossible, another labelling is at work there, or the folder holds
    /// a store of another plan or something else; the message names each difference.</exception>
    public SoftTargetStoreWriter(string path, StorePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        string[] problems = [.. plan.Problems()];
        if (problems.Length > 0)
        {
            throw new DistillException("These soft targets cannot be stored: " + string.Join(" ", problems));
        }

        Plan = plan;
        folder = new StoreFolder(path);
        buffer = new(() => new ShardBuffer(plan));
        exclusive = folder.Lock();
        try
        {
            var index = folder.Prepare(plan);
            (version, IsComplete) = (index.Version, index.Shards.Count > 0);
            for (int done = folder.ShardsDone(plan); shards.Count < done;)
            {
                shards.Add(ShardFile.Describe(folder, plan, version, shards.Count));
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

    /// <summary>Examples in whole files, and those appended since; the next append goes on at this position of the view.</summary>
    public int Position => Math.Min(Plan.Examples, shards.Count * Plan.RowsPerShard) + (buffer.IsValueCreated ? buffer.Value.Rows : 0);

    /// <summary>How many more examples the file that is being filled takes; an append does not go beyond.</summary>
    public int RoomInShard => Math.Min(Plan.RowsPerShard - (Position % Plan.RowsPerShard), Plan.Examples - Position);

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
        ThrowUnless(logProbabilities.shape.AsSpan().SequenceEqual(shape), nameof(logProbabilities));
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

    /// <summary>Writes the index, which makes the store readable.</summary>
    /// <exception cref="InvalidOperationException">Examples are missing.</exception>
    /// <exception cref="DistillException">The index cannot be written.</exception>
    public void Complete()
    {
        if (shards.Count < Plan.ShardCount)
        {
            throw new InvalidOperationException($"{Position} of {Plan.Examples} examples have targets.");
        }

        if (!IsComplete)
        {
            RunJson.Write(
                folder.IndexPath, new StoreIndex(StoreIndex.FormatName, version, Plan, shards));
            File.Delete(folder.LabellingPath);
            IsComplete = true;
        }
    }

    /// <summary>Lets others write to the folder. Targets of a file that is not full are lost.</summary>
    public void Dispose() => exclusive.Dispose();

    private void WriteFullShard()
    {
        if (buffer.Value.Rows == Plan.RowsIn(shards.Count))
        {
            ShardFile.Write(folder, Plan, version, shards.Count, buffer.Value);
            shards.Add(ShardFile.Describe(folder, Plan, version, shards.Count));
            buffer.Value.Clear();
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
