using Distill.Runs;

namespace Distill.Data.Glyphs;

/// <summary>Glyphs that are drawn when they are first read, and kept: who reads some of a large set waits for those alone.</summary>
internal sealed class DrawnGlyphs : IExampleSource
{
    // Fewer are drawn sooner than threads are woken.
    private const int WorthThreads = 64;

    private readonly GlyphSource glyphs;
    private readonly byte[] pixels;
    private readonly bool[] drawn;

    /// <summary>Makes room for all images, which takes no memory before they are drawn.</summary>
    /// <exception cref="DistillException">They do not fit in one array.</exception>
    public DrawnGlyphs(GlyphSource glyphs)
    {
        this.glyphs = glyphs;
        var size = glyphs.Shape.Size;
        if ((long)glyphs.Count * size > Array.MaxLength)
        {
            throw new DistillException(
                $"{glyphs.Count} glyphs of {size} pixels do not fit in memory as one set; at most {Array.MaxLength / size} do. Read " +
                "them as they are drawn.");
        }

        pixels = new byte[glyphs.Count * size];
        drawn = new bool[glyphs.Count];
    }

    public string Name => glyphs.Name;

    public ExampleShape Shape => glyphs.Shape;

    public ElementType ElementType => glyphs.ElementType;

    public int Count => glyphs.Count;

    public IReadOnlyList<string> ClassNames => glyphs.ClassNames;

    public Fingerprint Fingerprint => glyphs.Fingerprint;

    public void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination)
    {
        var size = RowCheck.Room(this, rows, destination);
        var missing = new List<long>();
        foreach (var row in rows)
        {
            RowCheck.Row(this, row);
            if (!Volatile.Read(ref drawn[row]))
            {
                missing.Add(row);
            }
        }

        if (missing.Count < WorthThreads)
        {
            missing.ForEach(Draw);
        }
        else
        {
            Parallel.ForEach(missing, Draw);
        }

        foreach (var row in rows)
        {
            pixels.AsSpan((int)row * size, size).CopyTo(destination);
            destination = destination[size..];
        }
    }

    public void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination) => glyphs.CopyLabels(rows, destination);

    // Two threads may draw the same image at once: both write the same bytes.
    private void Draw(long row)
    {
        glyphs.CopyExamples([row], pixels.AsSpan((int)row * Shape.Size, Shape.Size));
        Volatile.Write(ref drawn[row], true);
    }
}
