using Distill.Runs;

namespace Distill.Data;

/// <summary>Examples without labels, with classes that somebody else names, for example their teacher.</summary>
internal sealed class ClassedSource : RelabelledSource
{
    /// <summary>Names the classes of a source that has none.</summary>
    /// <param name="examples">A source without classes, and so without labels.</param>
    /// <param name="classNames">The classes, in the order that labels would have.</param>
    /// <exception cref="ArgumentException">The source has classes of its own.</exception>
    public ClassedSource(IExampleSource examples, IReadOnlyList<string> classNames)
        : base(examples)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        if (examples.ClassNames.Count > 0)
        {
            throw new ArgumentException($"{examples.Name} has classes of its own", nameof(examples));
        }

        ClassNames = classNames;
        using var builder = new FingerprintBuilder();
        Fingerprint = builder.Add("classes").Add(examples.Fingerprint.Value).Add(classNames.Count).Build();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; }

    /// <summary>Covers the examples and how many classes there are.</summary>
    public override Fingerprint Fingerprint { get; }

    /// <summary>Never asked: no example has a label.</summary>
    protected override long LabelOf(long label) => label;
}
