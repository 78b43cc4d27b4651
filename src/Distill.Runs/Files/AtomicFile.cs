using System.Security.Cryptography;
using System.Text;

namespace Distill.Runs;

/// <summary>
/// Writes files so that a reader, or the next start after a crash, sees the old content or the new, never a part:
/// a temporary name in the same folder, flushed to the disk, then renamed over the target, and the folder flushed too. Any
/// number of processes, on any number of machines and in containers, may write one target: the last to finish wins.
/// </summary>
internal static class AtomicFile
{
    /// <summary>The ending of files still being written; whoever lists a folder leaves these out.</summary>
    public const string TemporarySuffix = ".writing";

    /// <summary>Creates or replaces <paramref name="path"/> with what <paramref name="write"/> puts in the stream.</summary>
    /// <exception cref="DistillException">The disk is full or fails; the target is untouched.</exception>
    /// <exception cref="DistillException">The folder is missing or not writable, or the target is a folder; it is untouched.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var temporary = "";
        try
        {
            using (var stream = Create(path))
            {
                temporary = stream.Name;
                write(stream);
                stream.Flush(flushToDisk: true);
                if (!OperatingSystem.IsWindows())
                {
                    // Under the lock to the end, which tells those who tidy up that it is no killed writer's.
                    File.Move(temporary, path, overwrite: true);
                }
            }

            if (OperatingSystem.IsWindows())
            {
                File.Move(temporary, path, overwrite: true);
            }

            UnixFile.SyncFolder(FolderOf(path));
        }
        catch (Exception error)
        {
            Remove(temporary);
            if (error is IOException or UnauthorizedAccessException)
            {
                throw WriteFailure.Of(path, error);
            }

            throw;
        }
    }

    /// <summary>Creates or replaces <paramref name="path"/> with <paramref name="text"/> in UTF-8 without a byte-order mark.</summary>
    /// <inheritdoc cref="Write"/>
    public static void WriteText(string path, string text) =>
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>
    /// Opens what others may replace meanwhile. It takes no lock, which .NET's readers do on Unix: one that tidies up may hold the file for
    /// a moment, if it was put in its place just then, and they would be refused.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It is missing, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    public static FileStream OpenRead(string path) => !OperatingSystem.IsWindows() && !Directory.Exists(path) && UnixFile.OpenUnlocked(Path.GetFullPath(path)) is { } handle
        ? new FileStream(handle, FileAccess.Read)
        : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>All bytes of such a file.</summary>
    /// <inheritdoc cref="OpenRead"/>
    public static byte[] ReadBytes(string path)
    {
        using var handle = OperatingSystem.IsWindows() ? null : UnixFile.OpenUnlocked(path);
        if (handle is null)
        {
            using var stream = OpenRead(path);
            var all = new byte[stream.Length];
            stream.ReadExactly(all);
            return all;
        }

        var bytes = new byte[RandomAccess.GetLength(handle)];
        for (var read = 0; read < bytes.Length;)
        {
            var count = RandomAccess.Read(handle, bytes.AsSpan(read), read);
            read += count > 0 ? count : throw new EndOfStreamException($"{path} was cut while it was read.");
        }

        return bytes;
    }

    /// <summary>All of such a file as text.</summary>
    /// <inheritdoc cref="OpenRead"/>
    public static string ReadText(string path)
    {
        using var reader = new StreamReader(OpenRead(path), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>
    /// Removes from a folder, not from those below, what killed writers left. What a living process is writing, here or on
    /// another machine, stays.
    /// </summary>
    /// <exception cref="DistillException">A file cannot be removed.</exception>
    public static void RemoveLeftovers(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*" + TemporarySuffix))
        {
            try
            {
                if (IsAbandoned(file))
                {
                    // Deleted by closing, under the lock. One that its writer has finished in the meantime is gone.
                    FileLock.TryOpen(file, FileMode.Open, FileOptions.DeleteOnClose)?.Dispose();
                }
            }
            catch (FileNotFoundException)
            {
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw DistillException.Storage($"What a killed process left in {folder} cannot be removed: {error.Message}", error);
            }
        }
    }

    /// <summary>Makes and removes a file, to see whether one can be made in the folder of <paramref name="path"/>.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    internal static void Try(string path)
    {
        string temporary;
        using (var stream = Create(path))
        {
            temporary = stream.Name;
        }

        File.Delete(temporary);
    }

    internal static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;

    private static FileStream Create(string path)
    {
        while (true)
        {
            // Host and process are for people; the process's number alone is no name where containers share a folder.
            var name = $"{path}.{Environment.MachineName}-{Environment.ProcessId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}{TemporarySuffix}";
            // Between its making and its lock, one that tidies up may take it for a killed writer's: hold it, or have removed it.
            if (TryCreate(name) is not { } stream)
            {
                continue;
            }

            if (File.Exists(name))
            {
                return stream;
            }

            stream.Dispose();
        }
    }

    private static FileStream? TryCreate(string name)
    {
        try
        {
            return new FileStream(name, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 1 << 16);
        }
        catch (IOException refused) when (FileLock.IsHeld(refused))
        {
            return null;
        }
    }

    private static bool IsAbandoned(string file)
    {
        using var mine = FileLock.TryOpen(file, FileMode.Open);
        return mine is not null && FileLock.Excludes(file);
    }

    private static void Remove(string temporary)
    {
        try
        {
            if (temporary.Length > 0)
            {
                File.Delete(temporary);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Why the writing failed is what the user must know; the next start removes the rest.
        }
    }
}
