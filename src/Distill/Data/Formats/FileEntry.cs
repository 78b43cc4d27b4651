namespace Distill.Data.Formats;

/// <summary>A file of a folder or archive.</summary>
/// <param name="Name">Its path with forward slashes, as found: no file is ever written to it.</param>
/// <param name="Read">Reads the content, refusing more bytes than given.</param>
internal readonly record struct FileEntry(string Name, Func<int, byte[]> Read)
{
    /// <summary>Reads at most so many bytes from the start, whatever follows them; null where the files know no shorter way than <see cref="Read"/>.</summary>
    public Func<int, byte[]>? Start { get; init; }
}
