using System.Text;

namespace Distill.Runs;

/// <summary>
/// Writes files so that a reader, or the next start after a crash, sees the old content or the new, never a part:
/// a temporary name in the same folder, flushed to the disk, then renamed over the target.
/// </summary>
public static class AtomicFile
{
    /// <summary>The ending of files still being written; whoever lists a folder leaves these out.</summary>
    public const string TemporarySuffix = ".writing";

    /// <summary>Creates or replaces <paramref name="path"/> with what <paramref name="write"/> puts in the stream.</summary>
    /// <exception cref="IOException">The folder is missing or not writable; the target is untouched.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        // The process id keeps two writers of one target from sharing a temporary file.
        var temporary = $"{path}.{Environment.ProcessId}{TemporarySuffix}";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Removes from a folder, and from those below, what killed writers left. Nobody may be writing there.</summary>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    public static void RemoveLeftovers(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*" + TemporarySuffix, SearchOption.AllDirectories))
        {
            File.Delete(file);
        }
    }

    /// <summary>Creates or replaces <paramref name="path"/> with <paramref name="text"/> in UTF-8 without a byte-order mark.</summary>
    /// <exception cref="IOException">The folder is missing or not writable; the target is untouched.</exception>
    public static void WriteText(string path, string text) =>
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
