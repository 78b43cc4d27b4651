using System.Globalization;
using System.IO.Enumeration;
using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>The files below a folder, in ordinal order. Links to files are followed, links to folders are not.</summary>
internal sealed class FolderFiles : IFileSet
{
    private readonly string folder;
    private readonly List<(string Name, long Length, long Time)> files;

    public FolderFiles(string folder)
    {
        this.folder = folder;
        files = Reading.Guard(folder, () => Enumerate(folder));
        files.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
    }

    public string Identity
    {
        get
        {
            using var builder = new FingerprintBuilder();
            builder.Add(Path.GetFullPath(folder));
            foreach (var (name, length, time) in files)
            {
                builder.Add(string.Create(CultureInfo.InvariantCulture, $"{name}\n{length}\n{time}"));
            }

            return builder.Build().Value;
        }
    }

    public bool MayHaveTopFolder => false;

    public IEnumerable<FileEntry> Walk() => files.Select(file =>
    {
        var path = Path.Combine(folder, file.Name);
        return new FileEntry(file.Name, limit => Reading.Guard(path, () =>
        {
            using var stream = Reading.Open(path);
            return Reading.ToEnd(stream, limit, path);
        }));
    });

    private static List<(string Name, long Length, long Time)> Enumerate(string folder)
    {
        var root = Path.GetFullPath(folder);
        return
        [
            .. new FileSystemEnumerable<(string, long, long)>(
                root,
                (ref FileSystemEntry entry) => (
                    Path.GetRelativePath(root, entry.ToFullPath()).Replace('\\', '/'), entry.Length, entry.LastWriteTimeUtc.Ticks),
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
                ShouldRecursePredicate = (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
            },
        ];
    }
}
