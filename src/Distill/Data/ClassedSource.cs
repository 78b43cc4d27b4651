using Distill.Runs;

namespace Distill.Data;

/// <summary>Examples without labels, with classes that somebody else names, for example their teacher.</summary>
public sealed class ClassedSource : IExampleSource, IExampleNames, INamedFeatures
{
    private readonly IExampleSource examples;

    /// <summary>Names the classes of a source that has none.</summary>
    /// <param name="examples">A source without classes, and so without labels.</param>
    /// <param name="classNames">The classes, in the order that labels would have.</param>
    /// <exception cref="ArgumentException">The source has classes of its own.</exception>
    public ClassedSource(IExampleSource examples, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(classNames);
        if (examples.ClassNames.Count > 0)
        {
            throw new ArgumentException($"{examples.Name} has classes of its own", nameof(examples));
        }

        this.examples = examples;
        ClassNames = classNames;
        using var builder = new FingerprintBuilder();
        Fingerprint = builder.Add("classes").Add(examples.Fingerprint.Value).Add(classNames.Count).Build();
    }

    /// <inheritdoc/>
    public string Name => examples.Name;

    /// <inheritdoc/>
    public ExampleShape Shape => examples.Shape;

    /// <inheritdoc/>
    public ElementType ElementType => examples.ElementType;

    /// <inheritdoc/>
    public int Count => examples.Count;

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string>? FeatureNames => (examples as INamedFeatures)?.FeatureNames;

    /// <summary>Covers the examples and how many classes there are.</summary>
    public Fingerprint Fingerprint { get; }

    /// <inheritdoc/>
    public string NameOf(long row) => ExampleNames.Of(examples, row);

    /// <inheritdoc/>
    public void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination) => examples.CopyExamples(rows, destination);

    /// <inheritdoc/>
    public void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination) => examples.CopyLabels(rows, destination);
}
