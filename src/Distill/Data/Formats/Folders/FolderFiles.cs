using System.Globalization;
using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>The files below a folder, in ordinal order. Links to files and to folders are followed.</summary>
internal sealed class FolderFiles : IFileSet
{
    private readonly string folder;
    private readonly List<(string Name, string Path, long Length, long Time)> files;

    /// <summary>Lists the files.</summary>
    /// <exception cref="DistillException">A folder cannot be read, or names are not UTF-8.</exception>
    public FolderFiles(string folder)
    {
        this.folder = folder;
        var found = Reading.Guard(folder, () => new LinkedFolders(folder));
        files = found.Files;
        files.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        LeftOut = found.Unfollowed.Count == 0 ? [] :
            [new("links to folders that are read already or that hold the link", found.Unfollowed.Count, found.Unfollowed[0])];
        // The system's names are bytes, and those that are not UTF-8 came with a mark in place of what they say.
        var unread = files.Where(file => file.Name.Contains('\uFFFD', StringComparison.Ordinal)).ToList();
        if (unread.Count > 0)
        {
            throw new DistillException($"{folder}: the names of {unread.Count} files are not UTF-8, the first '{unread[0].Name}'. Rename them, for example with convmv.");
        }
    }

    public string Identity
    {
        get
        {
            using var builder = new FingerprintBuilder();
            builder.Add(Path.GetFullPath(folder));
            foreach (var (name, _, length, time) in files)
            {
                builder.Add(string.Create(CultureInfo.InvariantCulture, $"{name}\n{length}\n{time}"));
            }

            return builder.Build().Value;
        }
    }

    public bool MayHaveTopFolder => false;

    public IReadOnlyList<LeftOut> LeftOut { get; }

    public IEnumerable<FileEntry> Walk() => files.Select(file => new FileEntry(file.Name, limit => Reading.Guard(file.Path, () =>
    {
        using var stream = Reading.Open(file.Path);
        return Reading.ToEnd(stream, limit, file.Path);
    }))
    {
        Start = length => Reading.Guard(file.Path, () =>
        {
            using var stream = Reading.Open(file.Path);
            return Reading.Start(stream, length);
        }),
    });
}
