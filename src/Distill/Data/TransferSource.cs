using Distill.Runs;

namespace Distill.Data;

/// <summary>
/// The examples of several sources, one source after the other: a transfer set of examples with labels and of others that nobody labelled
/// (paper, section 2). Classes and labels are those of the first source; examples of the others, and variations, have no label.
/// </summary>
internal sealed class TransferSource : IExampleSource, IExampleNames, INamedFeatures
{
    private readonly IExampleSource[] sources;
    // The row after the last of each source.
    private readonly int[] ends;
    private readonly int variations;
    private readonly VariedExamples? varied;

    /// <summary>Joins sources of one shape and one type.</summary>
    /// <param name="labelled">Comes first, with its labels.</param>
    /// <param name="unlabelled">Come after it in this order, without theirs.</param>
    /// <param name="variations">How many variations of each example of the first source come last; 0 for none.</param>
    /// <param name="seed">Decides the variations.</param>
    /// <exception cref="DistillException">Shapes, types or features differ, there are too many examples, or variations of what has none.</exception>
    public TransferSource(IExampleSource labelled, IReadOnlyList<IExampleSource> unlabelled, int variations = 0, long seed = 1)
    {
        this.variations = variations;
        varied = variations == 0 ? null : VariedExamples.Of(labelled, variations, seed);
        sources = varied is null ? [labelled, .. unlabelled] : [labelled, .. unlabelled, varied];
        foreach (var other in unlabelled)
        {
            RequireFit(labelled, other);
        }

        ends = new int[sources.Length];
        var rows = 0L;
        using var builder = new FingerprintBuilder();
        builder.Add("transfer");
        for (var source = 0; source < sources.Length; source++)
        {
            rows += sources[source].Count;
            ends[source] = rows <= int.MaxValue ? (int)rows
                : throw new DistillException($"{labelled.Name} and the unlabelled examples are {rows:N0}; expected at most {int.MaxValue:N0}.");
            builder.Add(sources[source].Fingerprint.Value);
        }

        Fingerprint = builder.Build();
    }

    /// <inheritdoc/>
    public string Name => sources[0].Name;

    /// <inheritdoc/>
    public ExampleShape Shape => sources[0].Shape;

    /// <inheritdoc/>
    public ElementType ElementType => sources[0].ElementType;

    /// <inheritdoc/>
    public int Count => ends[^1];

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames => sources[0].ClassNames;

    /// <inheritdoc/>
    public IReadOnlyList<string>? FeatureNames => (sources[0] as INamedFeatures)?.FeatureNames;

    /// <summary>Made of the fingerprints of the sources.</summary>
    public Fingerprint Fingerprint { get; }

    /// <summary>How many examples come from later sources, without the variations.</summary>
    public int Unlabelled => Count - (ends[0] * (1 + variations));

    /// <summary>The rows of a view of the first source, in the view's order, behind them rows of the others, and the variations of the view's examples.</summary>
    /// <param name="view">Of the first source.</param>
    /// <param name="most">At most so many rows of the others, at even distances.</param>
    /// <returns>A part of what the view that <paramref name="view"/> is a part of gives, so that soft targets for that serve it, too.</returns>
    public ExampleView With(ExampleView view, int most = int.MaxValue) =>
        Part(view.Parent is { } parent ? With(parent) : new ExampleView(this), Rows(view, most, varied: true), Named(view, most));

    /// <summary>The rows of a view of the first source, with or without others, as a part of a view of this one.</summary>
    /// <param name="whole">Has all of these rows.</param>
    /// <param name="view">Of the first source.</param>
    /// <param name="most">At most so many rows of the others.</param>
    /// <param name="varied">Whether the variations of the view's examples come, too.</param>
    public ExampleView Within(ExampleView whole, ExampleView view, int most, bool varied) =>
        Part(whole, Rows(view, most, varied), most == 0 && !varied ? view.Name : Named(view, most));

    /// <inheritdoc/>
    public string NameOf(long row)
    {
        RowCheck.Row(this, row);
        var source = SourceOf(row);
        return ExampleNames.Of(sources[source], row - FirstOf(source));
    }

    /// <inheritdoc/>
    public void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination)
    {
        var size = RowCheck.Room(this, rows, destination);
        var own = new long[rows.Length];
        for (var first = 0; first < rows.Length;)
        {
            var source = OwnRows(rows, first, own, out var end);
            sources[source].CopyExamples(own.AsSpan(first, end - first), destination[(first * size)..(end * size)]);
            first = end;
        }
    }

    /// <inheritdoc/>
    public void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination)
    {
        RowCheck.LabelRoom(rows, destination);
        var own = new long[rows.Length];
        for (var first = 0; first < rows.Length;)
        {
            var source = OwnRows(rows, first, own, out var end);
            if (source == 0)
            {
                sources[0].CopyLabels(own.AsSpan(first, end - first), destination[first..end]);
            }
            else
            {
                destination[first..end].Fill(-1);
            }

            first = end;
        }
    }

    // The rows from the first on that lie in the same source, as that source counts them.
    private int OwnRows(ReadOnlySpan<long> rows, int first, long[] own, out int end)
    {
        RowCheck.Row(this, rows[first]);
        var source = SourceOf(rows[first]);
        var (from, to) = (FirstOf(source), ends[source]);
        for (end = first; end < rows.Length && rows[end] >= from && rows[end] < to; end++)
        {
            own[end] = rows[end] - from;
        }

        return source;
    }

    private int SourceOf(long row) => Array.FindIndex(ends, end => row < end);

    private int FirstOf(int source) => source == 0 ? 0 : ends[source - 1];

    private IEnumerable<long> Rows(ExampleView view, int most, bool varied)
    {
        long[] own = [.. Enumerable.Range(0, view.Count).Select(view.Row)];
        var others = Math.Min(most, Unlabelled);
        return
        [
            .. own,
            .. Enumerable.Range(0, others).Select(number => ends[0] + ((long)number * Unlabelled / others)),
            .. varied ? Variations(own) : [],
        ];
    }

    // Those of the first variation of all examples come before those of the second. What is made with an example that the view lacks, such as
    // one that is held out, stays out.
    private IEnumerable<long> Variations(long[] own)
    {
        if (varied is null)
        {
            return [];
        }

        var first = (long)ends[0] + Unlabelled;
        var known = varied.HasPartners ? own.ToHashSet() : null;
        return Enumerable.Range(0, variations)
            .SelectMany(variation => own.Select(row => ((long)variation * ends[0]) + row))
            .Where(row => known?.Contains(varied.PartnerOf(row)) != false)
            .Select(row => first + row);
    }

    private string Named(ExampleView view, int most) =>
        $"{view.Name} and {Math.Min(most, Unlabelled)} unlabelled{(variations > 0 ? $", {variations} variations of each" : "")}";

    private static ExampleView Part(ExampleView whole, IEnumerable<long> rows, string name)
    {
        var positions = Enumerable.Range(0, whole.Count).ToDictionary(whole.Row);
        return whole.Subset([.. rows.Select(row => positions[row])], name);
    }

    private static void RequireFit(IExampleSource labelled, IExampleSource other)
    {
        var features = (labelled as INamedFeatures)?.FeatureNames;
        var problem = other.ElementType != labelled.ElementType ? $"numbers of type {other.ElementType}, and {labelled.Name} of {labelled.ElementType}"
            : other.Shape != labelled.Shape ? $"examples of {other.Shape}, and {labelled.Name} of {labelled.Shape}"
            : features is not null && !features.SequenceEqual((other as INamedFeatures)?.FeatureNames ?? features) ? $"other columns than {labelled.Name}, or the same in another order"
            : null;
        if (problem is not null)
        {
            throw new DistillException($"{other.Name} has {problem}. Unlabelled examples must be like those that they come beside.");
        }
    }
}
