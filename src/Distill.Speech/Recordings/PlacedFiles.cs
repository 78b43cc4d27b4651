using Distill.Data.Formats;

namespace Distill.Speech.Recordings;

/// <summary>The files of a folder, archive or single file, all in a folder of a given name, so that each has one that it lies in.</summary>
internal sealed class PlacedFiles(IEnumerable<FileEntry> files, string folder, string identity) : IFileSet
{
    private const string NoName = "clips";

    public string Identity => identity;

    public bool MayHaveTopFolder => true;

    public IEnumerable<FileEntry> Walk() => files.Select(file => file with { Name = $"{folder}/{file.Name}" });

    /// <summary>One file, in the folder where it lies.</summary>
    public static PlacedFiles OfFile(string path)
    {
        var full = Path.GetFullPath(path);
        return new PlacedFiles(
            [new FileEntry(Path.GetFileName(full).TrimStart('.'), limit => Reading.Guard(path, () =>
            {
                using var file = Reading.Open(path);
                return Reading.ToEnd(file, limit, path);
            }))],
            FolderName(Path.GetDirectoryName(full)),
            full);
    }

    /// <summary>All files below a folder, or of an archive.</summary>
    public static PlacedFiles OfAll(string path)
    {
        var files = FileSet.Open(path);
        return new PlacedFiles(files.Walk(), Directory.Exists(path) ? FolderName(Path.GetFullPath(path)) : NoName, files.Identity);
    }

    // Folders whose names begin so are hidden, or hold no words; this one was asked for.
    private static string FolderName(string? folder) =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(folder ?? "")).TrimStart('.', '_') is { Length: > 0 } name ? name : NoName;
}
