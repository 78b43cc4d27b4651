using Distill.Runs;

namespace Distill;

/// <summary>
/// Examples in a fixed order, decoded: bytes for images and texts, 32-bit floats for features and for images of real numbers. Sources are immutable
/// and may be read from several threads at once.
/// </summary>
public interface IExampleSource
{
    /// <summary>What to call this set in tables and messages, for example "fashion-mnist/train".</summary>
    string Name { get; }

    /// <summary>The shape of every example.</summary>
    ExampleShape Shape { get; }

    /// <summary>The type of every number.</summary>
    ElementType ElementType { get; }

    /// <summary>How many examples there are.</summary>
    int Count { get; }

    /// <summary>The names of the classes; a label is an index into this list.</summary>
    IReadOnlyList<string> ClassNames { get; }

    /// <summary>Covers content, labels and order.</summary>
    Fingerprint Fingerprint { get; }

    /// <summary>
    /// Copies the examples at <paramref name="rows"/> one after another, each channels × height × width in row-major
    /// order, little-endian.
    /// </summary>
    /// <param name="rows">Row numbers, 0 to <see cref="Count"/> − 1, repeats allowed.</param>
    /// <param name="destination">Exactly <c>rows.Length × Shape.Size ×</c> the element's size bytes.</param>
    /// <exception cref="ArgumentException">A row is out of range or the destination has another length.</exception>
    void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination);

    /// <summary>Copies the labels at <paramref name="rows"/>; −1 where an example has none.</summary>
    /// <exception cref="ArgumentException">A row is out of range or the destination has another length.</exception>
    void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination);
}
