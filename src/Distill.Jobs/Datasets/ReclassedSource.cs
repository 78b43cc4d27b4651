using Distill.Data;
using Distill.Runs;
using Distill.Teachers.Foreign;

namespace Distill.Jobs.Datasets;

/// <summary>The same examples with labels in the classes of a model, which has them in another order, or more of them.</summary>
internal sealed class ReclassedSource : RelabelledSource
{
    private readonly long[] labelOf;

    private ReclassedSource(IExampleSource source, IReadOnlyList<string> classNames, ClassMap map)
        : base(source)
    {
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

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc/>
    public override Fingerprint Fingerprint { get; }

    /// <summary>A view in the classes of a model; itself where they are the same.</summary>
    /// <param name="view">The examples.</param>
    /// <param name="classNames">The classes of the model.</param>
    /// <param name="map">Which of them are the data's, one for each.</param>
    public static ExampleView View(ExampleView view, IReadOnlyList<string> classNames, ClassMap map) =>
        map.IsIdentity ? view : new ReclassedSource(view.Source, classNames, map).Rows(view);

    /// <inheritdoc/>
    protected override long LabelOf(long label) => labelOf[label];
}
