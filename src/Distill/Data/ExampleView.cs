using System.Runtime.InteropServices;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Data;

/// <summary>
/// Rows of a source in a fixed order: all of them, or a part. Training, labelling and evaluation read views. A view is
/// immutable and may be read from several threads at once.
/// </summary>
public sealed class ExampleView
{
    private readonly int[]? rows;
    private readonly Lazy<Fingerprint> fingerprint;

    /// <summary>All rows of <paramref name="source"/>, in its order.</summary>
    public ExampleView(IExampleSource source)
        : this(source, null, null, source?.Name!)
    {
    }

    private ExampleView(IExampleSource source, int[]? rows, ExampleView? parent, string name)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(name);
        Source = source;
        this.rows = rows;
        Parent = parent;
        Name = name;
        fingerprint = new(ComputeFingerprint);
    }

    /// <summary>Where the examples are.</summary>
    public IExampleSource Source { get; }

    /// <summary>What to call this view in tables and messages.</summary>
    public string Name { get; }

    /// <summary>The view that this one is a part of; null for all rows of a source.</summary>
    public ExampleView? Parent { get; }

    /// <summary>How many examples the view has.</summary>
    public int Count => rows?.Length ?? Source.Count;

    /// <summary>The shape of every example.</summary>
    public ExampleShape Shape => Source.Shape;

    /// <summary>The type of every number.</summary>
    public ElementType ElementType => Source.ElementType;

    /// <summary>The names of all classes of the source, whether or not the view has examples of each.</summary>
    public IReadOnlyList<string> ClassNames => Source.ClassNames;

    /// <summary>The name of each feature in its order, as the header of a table gives them; null where they have none.</summary>
    public IReadOnlyList<string>? FeatureNames => (Source as INamedFeatures)?.FeatureNames;

    /// <summary>Covers the source's fingerprint and the rows in their order; computed once, when first asked for.</summary>
    public Fingerprint Fingerprint => fingerprint.Value;

    /// <summary>The row of the source at a position, 0 to <see cref="Count"/> − 1, of the view.</summary>
    public long Row(int position)
    {
        ThrowUnlessRange(position, 1);
        return rows is null ? position : rows[position];
    }

    /// <summary>
    /// Whether this view, or one that it is a part of, has the given fingerprint. Soft targets that were made from a
    /// view serve each part of it, because they are found by row.
    /// </summary>
    public bool DescendsFrom(Fingerprint ancestor) => Fingerprint == ancestor || (Parent?.DescendsFrom(ancestor) ?? false);

    /// <summary>The part of this view at the given positions, in their order; repeats are allowed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A position lies outside the view.</exception>
    public ExampleView Subset(ReadOnlySpan<int> positions, string name)
    {
        var chosen = new int[positions.Length];
        for (var i = 0; i < positions.Length; i++)
        {
            chosen[i] = (int)Row(positions[i]);
        }

        return new ExampleView(Source, chosen, this, name);
    }

    /// <summary>The examples at the given positions, in their order. The caller disposes the batch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A position lies outside the view.</exception>
    public Batch Read(ReadOnlySpan<int> positions)
    {
        var batchRows = new long[positions.Length];
        for (var i = 0; i < positions.Length; i++)
        {
            batchRows[i] = Row(positions[i]);
        }

        return ReadRows(batchRows);
    }

    /// <summary>
    /// The examples at <paramref name="first"/> and the next positions, for a walk through the view in its order. The
    /// caller disposes the batch.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The positions lie outside the view.</exception>
    public Batch Read(int first, int count) => ReadRows(Rows(first, count));

    /// <summary>The examples at the given positions, augmented. The caller disposes the batch.</summary>
    /// <param name="positions">Positions in the view.</param>
    /// <param name="augmenter">Made for this view's shape.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="firstOfEpoch">How many examples of this epoch came before this batch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A position lies outside the view.</exception>
    internal Batch Read(ReadOnlySpan<int> positions, Augmenter augmenter, int epoch, long firstOfEpoch)
    {
        ArgumentNullException.ThrowIfNull(augmenter);
        var batch = Read(positions);
        augmenter.Apply(batch.Inputs.bytes, epoch, firstOfEpoch);
        return batch;
    }

    /// <summary>
    /// Copies the examples at <paramref name="first"/> and the next positions, without tensors; see
    /// <see cref="IExampleSource.CopyExamples"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The positions lie outside the view, or the destination has another length.</exception>
    public void CopyExamples(int first, int count, Span<byte> destination) =>
        Source.CopyExamples(Rows(first, count), destination);

    /// <summary>The label of every example in the view's order; −1 where it has none.</summary>
    public long[] Labels()
    {
        const int block = 1 << 14;
        var labels = new long[Count];
        for (var first = 0; first < Count; first += block)
        {
            var count = Math.Min(block, Count - first);
            Source.CopyLabels(Rows(first, count), labels.AsSpan(first, count));
        }

        return labels;
    }

    /// <summary>The examples that have a label; the view itself where all have one.</summary>
    public ExampleView Labelled()
    {
        var labels = Labels();
        return Array.IndexOf(labels, -1L) < 0 ? this
            : Subset(Enumerable.Range(0, labels.Length).Where(position => labels[position] >= 0).ToArray(), $"{Name} (labelled)");
    }

    /// <summary>How many examples of each class the view has; examples without a label are in none.</summary>
    public int[] ClassCounts()
    {
        var counts = new int[ClassNames.Count];
        foreach (var label in Labels())
        {
            if (label >= 0)
            {
                counts[label]++;
            }
        }

        return counts;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Count} × {Shape})";

    private Batch ReadRows(long[] batchRows)
    {
        long[] size = Shape.IsFeatures
            ? [batchRows.Length, Shape.Channels]
            : [batchRows.Length, Shape.Channels, Shape.Height, Shape.Width];
        var inputs = empty(size, ElementType == ElementType.Real ? ScalarType.Float32 : ScalarType.Byte);
        var batch = new Batch(inputs, empty(batchRows.Length, ScalarType.Int64), batchRows);
        try
        {
            Source.CopyExamples(batchRows, batch.Inputs.bytes);
            Source.CopyLabels(batchRows, MemoryMarshal.Cast<byte, long>(batch.Labels.bytes));
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    private long[] Rows(int first, int count)
    {
        ThrowUnlessRange(first, count);
        var result = new long[count];
        for (var i = 0; i < count; i++)
        {
            result[i] = rows is null ? first + i : rows[first + i];
        }

        return result;
    }

    private void ThrowUnlessRange(int first, int count)
    {
        if (first < 0 || count < 0 || (long)first + count > Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(first), first, $"{Name} has positions 0 to {Count - 1}; asked for {count} from {first}.");
        }
    }

    // Runs of consecutive rows, so that all rows, however arrived at, cost and mean the same as no list of rows.
    private Fingerprint ComputeFingerprint()
    {
        var runs = new List<long>();
        if (rows is null)
        {
            runs.AddRange([0, Source.Count]);
        }
        else
        {
            for (var i = 0; i < rows.Length; i++)
            {
                if (i > 0 && rows[i] == rows[i - 1] + 1)
                {
                    runs[^1]++;
                }
                else
                {
                    runs.AddRange([rows[i], 1]);
                }
            }
        }

        using var builder = new FingerprintBuilder();
        return builder.Add("view").Add(Source.Fingerprint.Value)
            .Add(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(runs))).Build();
    }
}
