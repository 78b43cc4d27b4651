using System.Runtime.InteropServices;
using Distill.Files;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Targets;

/// <summary>The mapped files of a whole store, and the numbers in them as they were written.</summary>
internal sealed class StoreFiles : IDisposable
{
    // Fewer are read in less time than it would take to explain why they were not.
    private const long Many = 1 << 28;

    private readonly StoreFolder folder;
    private readonly List<ShardFile> shards = [];
    private readonly RowIndex rowIndex;
    private readonly Dictionary<string, TargetGather> columns = [];
    private bool disposed;

    /// <exception cref="DistillException">There is no store, it is labelled in part, or it is damaged.</exception>
    public StoreFiles(StoreFolder folder)
    {
        this.folder = folder;
        Index = folder.ReadIndex();
        try
        {
            for (int i = 0; i < Plan.ShardCount; i++)
            {
                shards.Add(ShardFile.Open(folder, Plan, Index.Version, i));
            }

            rowIndex = new RowIndex(ReadRows());
            foreach (var column in TargetColumn.Of(Plan))
            {
                columns[column.Name] = new TargetGather(shards, column, Plan.RowsPerShard);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Path => folder.Path;

    public StoreIndex Index { get; }

    public StorePlan Plan => Index.Plan;

    /// <summary>What is remembered of the files of a large store; null for one of less than 256 MB.</summary>
    public static CheckedFiles? Remembered(string path, IEnumerable<ShardEntry> shards) =>
        shards.Sum(shard => (double)shard.Bytes) < Many ? null : new CheckedFiles(CacheFolder.Default(), path);

    /// <summary>Reads the files, and compares them with what the index says.</summary>
    /// <param name="known">Files that are not read, because they were right before; it is told of the others. Null reads all.</param>
    /// <param name="progress">Told of files.</param>
    /// <param name="cancellationToken">Looked at between files.</param>
    /// <exception cref="DistillException">A file is damaged.</exception>
    public void CheckContent(CheckedFiles? known, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var paced = new PacedProgress(progress);
        for (int i = 0; i < shards.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string seen = CheckedFiles.Seen(shards[i].Path, Index.Shards[i].Sha256);
            if (known?.Has(seen) == true)
            {
                continue;
            }

            // Mapped for itself: what is read here would stay in the process's memory as long as the file is mapped.
            using var shard = ShardFile.Open(folder, Plan, Index.Version, i);
            ShardCheck.Check(shard, Plan, Index.Shards[i]);
            known?.Add(seen);
            paced.Report(new WorkProgress($"checking {Plan.Noun}", i + 1, shards.Count, "files"));
        }

        known?.Keep();
    }

    /// <summary>Where the rows of the data set stand in the store.</summary>
    /// <exception cref="DistillException">One is not there.</exception>
    public int[] Positions(ReadOnlySpan<long> rows)
    {
        var positions = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            positions[i] = rowIndex.Find(rows[i]);
            if (positions[i] < 0)
            {
                throw new DistillException(
                    $"The {Plan.Noun} at {Path} have none for row {rows[i]} of {Plan.Source.Name}: they were made from "
                    + $"{Plan.View.Name}, {Plan.Examples} examples. Train on a part of that view, or label the view that you train on.");
            }
        }

        return positions;
    }

    /// <summary>Float32 [rows, numbers], of vectors.</summary>
    public Tensor Vectors(ReadOnlySpan<int> positions)
    {
        if (Plan.Kind == TargetKind.Vectors)
        {
            return Values(positions);
        }

        using var codes = empty([positions.Length, Plan.Classes], int8);
        Column(TargetColumn.Values).Copy(positions, codes.bytes);
        using var scales = empty([positions.Length, 1], float32);
        Column(TargetColumn.Scale).CopyElement(positions, 0, MemoryMarshal.Cast<byte, float>(scales.bytes));
        GC.KeepAlive(this);
        var values = codes.to(float32);
        return values.mul_(scales);
    }

    /// <summary>Float32 [rows, classes], [rows, members, classes] or [rows, k].</summary>
    public Tensor Values(ReadOnlySpan<int> positions)
    {
        long[] shape = Plan.Kind switch
        {
            TargetKind.Members => [positions.Length, Plan.MemberWeights!.Count, Plan.Classes],
            TargetKind.TopK => [positions.Length, Plan.TopK!.Value],
            _ => [positions.Length, Plan.Classes],
        };
        using var halves = empty(shape, float16);
        Column(TargetColumn.Values).Copy(positions, halves.bytes);
        GC.KeepAlive(this);
        return halves.to(float32);
    }

    /// <summary>Int64 [rows, k].</summary>
    /// <exception cref="DistillException">A class number is out of range.</exception>
    public Tensor ClassNumbers(ReadOnlySpan<int> positions)
    {
        int k = Plan.TopK!.Value;
        var classes = empty([positions.Length, k], int64);
        if (!Column(TargetColumn.ClassNumbers).CopyClassNumbers(positions, k, Plan.Classes, MemoryMarshal.Cast<byte, long>(classes.bytes)))
        {
            classes.Dispose();
            throw DistillException.Damaged($"The soft targets at {Path} are damaged: a class number is not below {Plan.Classes}. Label again.");
        }

        GC.KeepAlive(this);
        return classes;
    }

    /// <summary>Float32 [rows, 1]: the remaining mass at the temperature with this number.</summary>
    public Tensor LogRest(ReadOnlySpan<int> positions, int temperature)
    {
        var logRest = empty([positions.Length, 1], float32);
        Column(TargetColumn.LogRest).CopyElement(positions, temperature, MemoryMarshal.Cast<byte, float>(logRest.bytes));
        GC.KeepAlive(this);
        return logRest;
    }

    public void Dispose()
    {
        disposed = true;
        foreach (var shard in shards)
        {
            shard.Dispose();
        }
    }

    // The gathers hold bare pointers into the mapped files.
    private TargetGather Column(string name)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return columns[name];
    }

    // Allocated only now that each file was seen to have its share of the rows.
    private long[] ReadRows()
    {
        var rows = new long[Plan.Examples];
        for (int i = 0, at = 0; i < shards.Count; at += Plan.RowsIn(i++))
        {
            MemoryMarshal.Cast<byte, long>(shards[i].Column(TargetColumn.Rows)).CopyTo(rows.AsSpan(at));
        }

        return rows;
    }
}
