using Distill.Data;
using Distill.Runs;

namespace Distill.Specialists;

/// <summary>
/// The same examples as a specialist sees them (section 5.2 of the paper): its own classes, and one more, the dustbin, for all
/// others. An example without a label stays without one.
/// </summary>
internal sealed class SpecialistSource : RelabelledSource
{
    /// <summary>The name of the dustbin among a specialist's classes.</summary>
    public const string Dustbin = "(any other)";

    private readonly long[] labelOf;

    /// <summary>Looks at examples with the eyes of a specialist.</summary>
    /// <param name="source">The examples, with all classes.</param>
    /// <param name="sets">The classes of all specialists.</param>
    /// <param name="specialist">Which of them.</param>
    /// <exception cref="DistillException">The sets are of another number of classes.</exception>
    public SpecialistSource(IExampleSource source, ClassSets sets, int specialist)
        : base(source)
    {
        ArgumentNullException.ThrowIfNull(sets);
        if (source.ClassNames.Count != sets.Classes)
        {
            throw new DistillException($"{source.Name} has {source.ClassNames.Count} classes, and the specialists' sets are of {sets.Classes}.");
        }

        var own = sets[specialist];
        labelOf = new long[sets.Classes];
        Array.Fill(labelOf, own.Length);
        var names = new List<string>();
        foreach (var number in own)
        {
            labelOf[number] = names.Count;
            names.Add(source.ClassNames[number]);
        }

        ClassNames = [.. names, Dustbin];
        Name = $"{source.Name}, specialist {specialist + 1}";
        using var builder = new FingerprintBuilder();
        builder.Add("specialist").Add(source.Fingerprint.Value);
        foreach (var number in own)
        {
            builder.Add(number);
        }

        Fingerprint = builder.Build();
    }

    /// <summary>Examples of a view as a specialist sees them, in the view's order.</summary>
    /// <param name="examples">The examples, with all classes.</param>
    /// <param name="sets">The classes of all specialists.</param>
    /// <param name="specialist">Which of them.</param>
    /// <exception cref="DistillException">The sets are of another number of classes.</exception>
    public static ExampleView View(ExampleView examples, ClassSets sets, int specialist)
    {
        ArgumentNullException.ThrowIfNull(examples);
        return new SpecialistSource(examples.Source, sets, specialist).Rows(examples);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>The names of the set's classes, ascending by number, and then <see cref="Dustbin"/>.</summary>
    public override IReadOnlyList<string> ClassNames { get; }

    /// <summary>Made from the source's fingerprint and the set.</summary>
    public override Fingerprint Fingerprint { get; }

    /// <inheritdoc/>
    protected override long LabelOf(long label) => labelOf[label];
}
