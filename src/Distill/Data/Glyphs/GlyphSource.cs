using System.Globalization;
using Distill.Runs;

namespace Distill.Data.Glyphs;

/// <summary>
/// Grey images of glyphs that are drawn when they are read, each from (seed, index) alone: any number of classes and of
/// images, without files, the same bytes on every machine. Classes come in families that differ by one stroke, so it is
/// known which classes are easily confused.
/// </summary>
public sealed class GlyphSource : IExampleSource
{
    private const long Purpose = 0x696D616765;

    private readonly GlyphOptions options;
    private readonly GlyphAlphabet alphabet;
    private readonly SeededRandom root;

    /// <summary>Prepares the shapes; no image is drawn yet.</summary>
    /// <exception cref="DistillException">An option is out of range.</exception>
    public GlyphSource(GlyphOptions options, string name = "glyphs")
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(name);
        options.Validate();
        this.options = options;
        Name = name;
        alphabet = new GlyphAlphabet(options.Classes, options.FamilySize, options.Seed);
        root = new SeededRandom(Purpose, options.Seed);
        ClassNames = [.. Enumerable.Range(0, options.Classes).Select(c => $"{FamilyName(FamilyOf(c))}{alphabet.MemberOf(c) + 1}")];
        // The drawing rules count as a version: change it with them.
        Fingerprint = Fingerprint.Of(
            "glyphs 1", $"{options.Count}", $"{options.First}", $"{options.Classes}", $"{options.FamilySize}",
            $"{options.Size}", options.Jitter.ToString("R", CultureInfo.InvariantCulture), $"{options.Seed}");
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ExampleShape Shape => new(1, options.Size, options.Size);

    /// <inheritdoc/>
    public ElementType ElementType => ElementType.Pixel;

    /// <inheritdoc/>
    public int Count => options.Count;

    /// <summary>A family's letters and a member's number, for example "B3".</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Covers the options, from which all content follows.</summary>
    public Fingerprint Fingerprint { get; }

    /// <summary>The planted family of a class; classes of one family share all strokes but one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public int FamilyOf(int glyph)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(glyph);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(glyph, options.Classes);
        return alphabet.FamilyOf(glyph);
    }

    /// <inheritdoc/>
    public void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination)
    {
        var size = RowCheck.Room(this, rows, destination);
        Span<float> ink = size <= 1024 ? stackalloc float[size] : new float[size];
        foreach (var row in rows)
        {
            var index = IndexOf(row);
            GlyphPen.Draw(
                alphabet.Of(ClassOf(index)), root.Fork(index), options.Jitter, options.Size, ink, destination[..size]);
            destination = destination[size..];
        }
    }

    /// <inheritdoc/>
    public void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination)
    {
        RowCheck.LabelRoom(rows, destination);
        for (var i = 0; i < rows.Length; i++)
        {
            destination[i] = ClassOf(IndexOf(rows[i]));
        }
    }

    /// <summary>The same source, with each image kept in memory once it has been read; it has this source's fingerprint.</summary>
    /// <exception cref="DistillException">All images do not fit in one array.</exception>
    public IExampleSource InMemory() => new DrawnGlyphs(this);

    // Classes take turns, so that any run of images is balanced.
    private int ClassOf(long index) => (int)(index % options.Classes);

    private long IndexOf(long row)
    {
        RowCheck.Row(this, row);
        return options.First + row;
    }

    // A, B, …, Z, AA, AB, …
    private static string FamilyName(int family) =>
        (family < 26 ? "" : FamilyName(family / 26 - 1)) + (char)('A' + family % 26);
}
