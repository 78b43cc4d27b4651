using System.Text;
using Distill.Runs;

namespace Distill.Data;

/// <summary>Texts as examples: bytes of UTF-8, the same number for each, with zeros behind a shorter text.</summary>
public sealed class TextSource : IExampleSource, IExampleNames
{
    /// <summary>How many bytes of a text are kept where nobody says otherwise.</summary>
    public const int DefaultBytes = 1024;

    private readonly byte[] bytes;
    private readonly int[] ends;
    private readonly int[] labels;
    private readonly IReadOnlyList<string>? names;
    private readonly Lazy<Fingerprint> fingerprint;

    /// <summary>Keeps texts.</summary>
    /// <param name="name">What to call the set.</param>
    /// <param name="texts">
    /// The texts. Blanks around them are dropped, a NUL counts as a blank, a lone surrogate as U+FFFD, and what goes beyond
    /// <paramref name="mostBytes"/> is cut off between two characters.
    /// </param>
    /// <param name="labels">A class for each text; −1 where it is unknown. Kept, not copied.</param>
    /// <param name="classNames">The names of the classes.</param>
    /// <param name="mostBytes">Bytes of an example, 16 to 65,536.</param>
    /// <param name="names">What each text is called, such as its file; null for its row.</param>
    /// <exception cref="ArgumentException">Lengths do not fit together, or a label has no class.</exception>
    public TextSource(
        string name, IReadOnlyList<string> texts, int[] labels, IReadOnlyList<string> classNames, int mostBytes = DefaultBytes, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostBytes, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mostBytes, 1 << 16);
        if (texts.Count != labels.Length || (names is not null && names.Count != texts.Count))
        {
            throw new ArgumentException($"{labels.Length} labels{(names is null ? "" : $" and {names.Count} names")} for {texts.Count} texts.");
        }

        var wrong = Array.FindIndex(labels, label => label < -1 || label >= classNames.Count);
        if (wrong >= 0)
        {
            throw new ArgumentException($"Text {wrong} has label {labels[wrong]}; it must lie from 0 to {classNames.Count - 1}, or be -1 when unknown.");
        }

        (Name, this.labels, ClassNames, this.names) = (name, labels, classNames, names);
        Shape = ExampleShape.Features(mostBytes);
        ends = new int[texts.Count];
        using var kept = new MemoryStream();
        Span<byte> room = stackalloc byte[Math.Min(mostBytes, 1 << 14)];
        room = mostBytes > room.Length ? new byte[mostBytes] : room;
        for (var row = 0; row < texts.Count; row++)
        {
            var written = Encode(texts[row], room, out var cut);
            CutTexts += cut ? 1 : 0;
            kept.Write(room[..written]);
            ends[row] = checked((int)kept.Length);
        }

        bytes = kept.ToArray();
        fingerprint = new(() => SourceFingerprint.Compute(this));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>As many features as an example has bytes.</summary>
    public ExampleShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType => ElementType.Text;

    /// <inheritdoc/>
    public int Count => labels.Length;

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How many texts were longer than an example.</summary>
    public int CutTexts { get; }

    /// <inheritdoc/>
    public Fingerprint Fingerprint => fingerprint.Value;

    /// <summary>The text at a row, as it is kept.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public string TextAt(long row) => Encoding.UTF8.GetString(Bytes(row));

    /// <inheritdoc/>
    public string NameOf(long row) => names is null ? row.ToString(System.Globalization.CultureInfo.InvariantCulture) : names[(int)row];

    /// <inheritdoc/>
    public void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination)
    {
        var size = RowCheck.Room(this, rows, destination);
        foreach (var row in rows)
        {
            var text = Bytes(row);
            text.CopyTo(destination);
            destination[text.Length..size].Clear();
            destination = destination[size..];
        }
    }

    /// <inheritdoc/>
    public void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination) => RowCheck.CopyLabels(this, labels, rows, destination);

    /// <summary>A text as an example of so many bytes.</summary>
    internal static byte[] Encode(string text, int mostBytes)
    {
        var example = new byte[mostBytes];
        Encode(text, example, out _);
        return example;
    }

    /// <summary>Examples that <see cref="Encode(string, int)"/> made.</summary>
    internal static TextSource OfEncoded(string name, IReadOnlyList<byte[]> examples, int[] labels, IReadOnlyList<string> classNames, int mostBytes) =>
        new(name, [.. examples.Select(example => PaddedText.Of(example))], labels, classNames, mostBytes);

    // Utf8 writes whole characters alone, and U+FFFD for a lone surrogate.
    private static int Encode(string text, Span<byte> room, out bool cut)
    {
        ArgumentNullException.ThrowIfNull(text);
        var letters = text.AsSpan().Trim();
        System.Text.Unicode.Utf8.FromUtf16(letters, room, out var read, out var written, replaceInvalidSequences: true);
        cut = read < letters.Length;
        room[..written].Replace((byte)0, (byte)' ');
        return written;
    }

    private ReadOnlySpan<byte> Bytes(long row)
    {
        RowCheck.Row(this, row);
        var start = row == 0 ? 0 : ends[row - 1];
        return bytes.AsSpan(start..ends[row]);
    }
}
