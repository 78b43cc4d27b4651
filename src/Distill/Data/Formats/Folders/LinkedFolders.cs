using System.IO.Enumeration;

namespace Distill.Data.Formats;

/// <summary>
/// Lists the files below a folder, those behind links to folders included. Each folder that links lead to is read once, and a
/// link that leads to a folder around itself is not followed, so a walk ends whatever the links are.
/// </summary>
internal sealed class LinkedFolders
{
    private readonly HashSet<string> read = new(StringComparer.Ordinal);

    /// <summary>The files, with names relative to the folder.</summary>
    public List<(string Name, string Path, long Length, long Time)> Files { get; } = [];

    /// <summary>The links that were not followed, by name.</summary>
    public List<string> Unfollowed { get; } = [];

    public LinkedFolders(string folder)
    {
        var waiting = new Queue<(string Prefix, string Folder)>([("", Path.GetFullPath(folder))]);
        while (waiting.TryDequeue(out var next))
        {
            var links = new List<string>();
            foreach (var (path, isLink, length, time) in Below(next.Folder))
            {
                var name = next.Prefix + Path.GetRelativePath(next.Folder, path).Replace(Path.DirectorySeparatorChar, '/');
                if (isLink)
                {
                    links.Add(name);
                }
                else
                {
                    Files.Add((name, path, length, time));
                }
            }

            foreach (var link in links.Order(StringComparer.Ordinal))
            {
                var path = Path.Combine(next.Folder, link[next.Prefix.Length..]);
                var target = Real(path);
                // The folder in which the link lies may itself be reached by a link.
                if (IsWithin(Real(Path.GetDirectoryName(path)!), target) || !read.Add(target))
                {
                    Unfollowed.Add(link);
                }
                else
                {
                    waiting.Enqueue(($"{link}/", target));
                }
            }
        }
    }

    private static FileSystemEnumerable<(string Path, bool IsLink, long Length, long Time)> Below(string folder) => new(
        folder,
        (ref FileSystemEntry entry) => (entry.ToFullPath(), entry.IsDirectory, entry.IsDirectory ? 0 : entry.Length, entry.LastWriteTimeUtc.Ticks),
        // What may not be read is an error: left out, its images would vanish.
        new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory || (IsLink(ref entry) && !EntryPath.IsOfSystem(entry.FileName.ToString())),
        ShouldRecursePredicate = (ref FileSystemEntry entry) => !IsLink(ref entry) && !EntryPath.IsOfSystem(entry.FileName.ToString()),
    };

    private static bool IsLink(ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;

    private static bool IsWithin(string folder, string around) =>
        folder == around || folder.StartsWith(Path.EndsInDirectorySeparator(around) ? around : around + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // The path without links in any of its parts.
    private static string Real(string path)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            if (Directory.ResolveLinkTarget(real, returnFinalTarget: true) is { } target)
            {
                real = Real(target.FullName);
            }
        }

        return real;
    }
}
