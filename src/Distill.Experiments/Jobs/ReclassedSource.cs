using Distill.Data;
using Distill.Runs;
using Distill.Teachers.Foreign;

namespace Distill.Experiments.Jobs;

/// <summary>The same examples with labels in the classes of a model, which has them in another order, or more of them.</summary>
internal sealed class ReclassedSource : IExampleSource
{
    private readonly IExampleSource source;
    private readonly long[] labelOf;

    private ReclassedSource(IExampleSource source, IReadOnlyList<string> classNames, ClassMap map)
    {
        this.source = source;
        ClassNames = classNames;
        labelOf = [.. map.Teachers.Select(group => (long)group[0])];
        using var builder = new FingerprintBuilder();
        builder.Add("reclassed").Add(source.Fingerprint.Value).Add(classNames.Count);
        foreach (var label in labelOf)
        {
            builder.Add(label);
        }

        Fingerprint = builder.Build();
    }

    /// <summary>A view in the classes of a model; itself where they are the same.</summary>
    /// <param name="view">The examples.</param>
    /// <param name="classNames">The classes of the model.</param>
    /// <param name="map">Which of them are the data's, one for each.</param>
    public static ExampleView View(ExampleView view, IReadOnlyList<string> classNames, ClassMap map) => map.IsIdentity
        ? view
        : new ExampleView(new ReclassedSource(view.Source, classNames, map)).Subset([.. Enumerable.Range(0, view.Count).Select(position => (int)view.Row(position))], view.Name);

    /// <inheritdoc/>
    public string Name => source.Name;

    /// <inheritdoc/>
    public ExampleShape Shape => source.Shape;

    /// <inheritdoc/>
    public ElementType ElementType => source.ElementType;

    /// <inheritdoc/>
    public int Count => source.Count;

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Made from the source's fingerprint and the classes.</summary>
    public Fingerprint Fingerprint { get; }

    /// <inheritdoc/>
    public void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination) => source.CopyExamples(rows, destination);

    /// <inheritdoc/>
    public void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination)
    {
        source.CopyLabels(rows, destination);
        foreach (ref var label in destination[..rows.Length])
        {
            label = label < 0 ? label : labelOf[label];
        }
    }
}
