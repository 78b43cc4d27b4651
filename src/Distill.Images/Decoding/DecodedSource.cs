using System.IO.MemoryMappedFiles;
using Distill.Data;
using Distill.Runs;

namespace Distill.Images;

/// <summary>Reads pixels from an offset; the destination is filled.</summary>
internal delegate void PixelReader(long offset, Span<byte> destination);

/// <summary>Decoded images that lie one after another in a file.</summary>
internal sealed class DecodedSource(string name, DecodedIndex index, PixelReader read) : IExampleSource, IExampleNames
{
    private readonly int[] labels = index.Labels;

    public string Name => name;

    public ExampleShape Shape { get; } = new(index.Channels, index.Height, index.Width);

    public ElementType ElementType => ElementType.Pixel;

    public int Count => labels.Length;

    public IReadOnlyList<string> ClassNames => index.ClassNames;

    public Fingerprint Fingerprint { get; } = new(index.Fingerprint);

    /// <summary>What was not decoded, and why.</summary>
    public IReadOnlyList<LeftOut> LeftOut => index.LeftOut;

    /// <summary>What was seen while decoding that may not be meant so.</summary>
    public IReadOnlyList<string> Warnings => index.Warnings;

    /// <summary>Maps a file into memory: the system keeps there what is used, however large the set.</summary>
    public static DecodedSource Map(string path, string name, DecodedIndex index)
    {
        // The mapping lives as long as its view, and the view as long as the delegate that holds it.
        using var file = MemoryMappedFile.CreateFromFile(
            AtomicFile.OpenRead(path), null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        var view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        return new(name, index, (offset, destination) => view.SafeMemoryMappedViewHandle.ReadSpan((ulong)offset, destination));
    }

    public string NameOf(long row) => index.Names[row];

    public void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination)
    {
        var size = RowCheck.Room(this, rows, destination);
        foreach (var row in rows)
        {
            RowCheck.Row(this, row);
            read(row * size, destination[..size]);
            destination = destination[size..];
        }
    }

    public void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination) => RowCheck.CopyLabels(this, labels, rows, destination);
}
