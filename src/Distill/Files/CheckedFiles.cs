using System.Globalization;
using Distill.Runs;

namespace Distill.Files;

/// <summary>
/// Which files of one place had the right bytes when they were last read, by name, size and time of the last change. It is remembered in the cache,
/// so that later starts do not read them again.
/// </summary>
internal sealed class CheckedFiles
{
    private readonly string memory;
    private readonly HashSet<string> before;
    private readonly List<string> now = [];

    /// <summary>Reads what is remembered.</summary>
    /// <param name="cacheFolder">Where.</param>
    /// <param name="place">A file, or the folder of several.</param>
    public CheckedFiles(string cacheFolder, string place)
    {
        memory = Path.Combine(cacheFolder, "checked", Fingerprint.Of(Path.GetFullPath(place)).Value);
        before = new(Remembered(memory), StringComparer.Ordinal);
    }

    /// <summary>A file as it is before it is read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sum">The checksum that it must have.</param>
    /// <exception cref="IOException">There is no such file.</exception>
    public static string Seen(string path, string sum)
    {
        var info = new FileInfo(path);
        return string.Create(CultureInfo.InvariantCulture, $"{sum} {info.Length} {info.LastWriteTimeUtc.Ticks} {info.Name}");
    }

    /// <summary>Whether a file had the right bytes as it is.</summary>
    public bool Has(string seen)
    {
        var known = before.Contains(seen);
        if (known)
        {
            now.Add(seen);
        }

        return known;
    }

    /// <summary>Puts down that a file has the right bytes.</summary>
    public void Add(string seen) => now.Add(seen);

    /// <summary>Remembers the files that it has, and no others.</summary>
    public void Keep()
    {
        if (before.SetEquals(now))
        {
            return;
        }

        try
        {
            OutputPath.RequireFolder(Path.GetDirectoryName(memory)!);
            AtomicFile.WriteText(memory, string.Concat(now.Select(seen => seen + "\n")));
        }
        catch (DistillException)
        {
            // A cache that cannot be written costs time at the next start, nothing else.
        }
    }

    private static string[] Remembered(string memory)
    {
        try
        {
            return File.Exists(memory) ? AtomicFile.ReadText(memory).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
