using Distill.Data;
using Distill.Runs;

namespace Distill.Jobs.Datasets;

/// <summary>The same examples without classes and labels, for a model that answers vectors.</summary>
internal sealed class UnclassedSource : RelabelledSource
{
    private UnclassedSource(IExampleSource source)
        : base(source) => Fingerprint = Fingerprint.Of("unclassed", source.Fingerprint.Value);

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => [];

    /// <inheritdoc/>
    public override Fingerprint Fingerprint { get; }

    /// <summary>A view without classes.</summary>
    public static ExampleView View(ExampleView view) => new UnclassedSource(view.Source).Rows(view);

    /// <inheritdoc/>
    protected override long LabelOf(long label) => -1;
}
