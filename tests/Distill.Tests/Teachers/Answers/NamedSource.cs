using Distill.Data;
using Distill.Runs;

namespace Distill.Tests.Teachers.Answers;

/// <summary>Examples with names.</summary>
internal sealed class NamedSource(ArraySource examples, string[] names) : IExampleSource, IExampleNames
{
    public string Name => examples.Name;

    public ExampleShape Shape => examples.Shape;

    public ElementType ElementType => examples.ElementType;

    public int Count => examples.Count;

    public IReadOnlyList<string> ClassNames => examples.ClassNames;

    public Fingerprint Fingerprint => examples.Fingerprint;

    public string NameOf(long row) => names[row];

    public void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination) => examples.CopyExamples(rows, destination);

    public void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination) => examples.CopyLabels(rows, destination);
}
