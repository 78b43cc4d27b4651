using System.Globalization;
using System.Runtime.InteropServices;
using Distill.Files;
using Distill.Runs;

namespace Distill.Data.Packed;

/// <summary>
/// Examples in files that are mapped into memory, each when its first row is asked for: the system keeps what is read and lets go of what is
/// not, so a source may be larger than the memory. Its fingerprint is made of those of its files, which <see cref="PackedData.Verify"/>
/// compares with their bytes.
/// </summary>
internal sealed class PackedSource : IExampleSource, INamedFeatures, IShardedRows
{
    private readonly PackedIndex index;
    private readonly int[] starts;
    private readonly int exampleBytes;
    private readonly Lazy<SafeTensorsFile>[] files;

    /// <param name="folder">The folder of the data.</param>
    /// <param name="index">Its index.</param>
    /// <param name="part">The part of it.</param>
    /// <param name="name">What to call it.</param>
    /// <exception cref="DistillException">A file is missing or has another length than the index says.</exception>
    public PackedSource(string folder, PackedIndex index, PackedPart part, string name)
    {
        (this.index, Name) = (index, name);
        exampleBytes = index.Shape.Size * index.ElementType.Bytes();
        starts = new int[part.Shards.Count + 1];
        for (var shard = 0; shard < part.Shards.Count; shard++)
        {
            starts[shard + 1] = checked(starts[shard] + part.Shards[shard].Examples);
            RequireFile(folder, part.Shards[shard]);
        }

        files = [.. part.Shards.Select(shard => new Lazy<SafeTensorsFile>(() => Open(folder, index, shard)))];
        Fingerprint = Fingerprint.Of(
        [
            "packed 1", $"{index.Shape}", $"{index.ElementType}", string.Create(CultureInfo.InvariantCulture, $"{index.ClassNames.Count}"),
            .. part.Shards.Select(shard => string.Create(CultureInfo.InvariantCulture, $"{shard.Examples} {shard.Fingerprint.Value}")),
        ]);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ExampleShape Shape => index.Shape;

    /// <inheritdoc/>
    public ElementType ElementType => index.ElementType;

    /// <inheritdoc/>
    public int Count => starts[^1];

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames => index.ClassNames;

    /// <inheritdoc/>
    public IReadOnlyList<string>? FeatureNames => index.FeatureNames;

    /// <inheritdoc/>
    public Fingerprint Fingerprint { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> Starts => starts;

    /// <inheritdoc/>
    public void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination)
    {
        RowCheck.Room(this, rows, destination);
        foreach (var row in rows)
        {
            var (file, place) = Place(row);
            file.Bytes(file.Entry(PackedShard.ExamplesName), (long)place * exampleBytes, exampleBytes).CopyTo(destination);
            destination = destination[exampleBytes..];
        }
    }

    /// <inheritdoc/>
    public void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination)
    {
        RowCheck.LabelRoom(rows, destination);
        for (var i = 0; i < rows.Length; i++)
        {
            var (file, place) = Place(rows[i]);
            var label = MemoryMarshal.Read<long>(file.Bytes(file.Entry(PackedShard.LabelsName), (long)place * sizeof(long), sizeof(long)));
            destination[i] = label >= -1 && label < ClassNames.Count ? label
                : throw DistillException.Damaged($"{file.Path}: the label of example {place} is {label}; expected -1 to {ClassNames.Count - 1}.");
        }
    }

    /// <summary>Opens one file, which the caller disposes, where it holds what the index says.</summary>
    /// <param name="folder">The folder of the data.</param>
    /// <param name="index">Its index.</param>
    /// <param name="shard">Which file.</param>
    /// <exception cref="DistillException">It is missing, of another length, or holds something else.</exception>
    public static SafeTensorsFile Open(string folder, PackedIndex index, PackedShard shard)
    {
        RequireFile(folder, shard);
        var file = SafeTensorsFile.Open(Path.Combine(folder, shard.File));
        var type = index.ElementType == ElementType.Real ? TensorType.F32 : TensorType.U8;
        if (!Fits(file, PackedShard.ExamplesName, type, [shard.Examples, index.Shape.Size]) || !Fits(file, PackedShard.LabelsName, TensorType.I64, [shard.Examples]))
        {
            file.Dispose();
            throw DistillException.Damaged($"{file.Path} does not hold {shard.Examples} examples of {index.Shape} with labels, as {PackedIndex.FileName} says. Pack the data again.");
        }

        return file;
    }

    private static void RequireFile(string folder, PackedShard shard)
    {
        var file = new FileInfo(Path.Combine(folder, shard.File));
        if (!file.Exists)
        {
            throw DistillException.Damaged($"{file.FullName} is missing; {PackedIndex.FileName} names it. Pack the data again.");
        }

        if (file.Length != shard.Bytes)
        {
            throw DistillException.Damaged($"{file.FullName} has {file.Length} bytes; {PackedIndex.FileName} says {shard.Bytes}. Pack the data again.");
        }
    }

    private (SafeTensorsFile File, int Place) Place(long row)
    {
        RowCheck.Row(this, row);
        var found = Array.BinarySearch(starts, (int)row);
        var shard = found >= 0 ? found : ~found - 1;
        return (files[shard].Value, (int)row - starts[shard]);
    }

    private static bool Fits(SafeTensorsFile file, string name, TensorType type, long[] shape) =>
        file.Entries.TryGetValue(name, out var entry) && entry.Type == type && entry.Shape.SequenceEqual(shape);
}
