using Distill.Runs;

namespace Distill.Data;

/// <summary>The examples of another source with other classes, and labels in these. An example without a label stays without one.</summary>
/// <param name="source">The examples.</param>
public abstract class RelabelledSource(IExampleSource source) : IExampleSource, IExampleNames, INamedFeatures
{
    /// <inheritdoc/>
    public virtual string Name => Examples.Name;

    /// <inheritdoc/>
    public ExampleShape Shape => Examples.Shape;

    /// <inheritdoc/>
    public ElementType ElementType => Examples.ElementType;

    /// <inheritdoc/>
    public int Count => Examples.Count;

    /// <inheritdoc/>
    public abstract IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string>? FeatureNames => (Examples as INamedFeatures)?.FeatureNames;

    /// <summary>Made from the source's fingerprint and the classes.</summary>
    public abstract Fingerprint Fingerprint { get; }

    /// <summary>The source as it is.</summary>
    protected IExampleSource Examples { get; } = source ?? throw new ArgumentNullException(nameof(source));

    /// <inheritdoc/>
    public string NameOf(long row) => ExampleNames.Of(Examples, row);

    /// <inheritdoc/>
    public void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination) => Examples.CopyExamples(rows, destination);

    /// <inheritdoc/>
    public void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination)
    {
        Examples.CopyLabels(rows, destination);
        foreach (ref var label in destination[..rows.Length])
        {
            label = label < 0 ? label : LabelOf(label);
        }
    }

    /// <summary>The rows of a view of the source, in its order.</summary>
    /// <param name="view">A view of the source.</param>
    protected ExampleView Rows(ExampleView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new ExampleView(this).Subset([.. Enumerable.Range(0, view.Count).Select(position => (int)view.Row(position))], view.Name);
    }

    /// <summary>What a label of the source is in the classes here.</summary>
    /// <param name="label">From 0.</param>
    protected abstract long LabelOf(long label);
}
