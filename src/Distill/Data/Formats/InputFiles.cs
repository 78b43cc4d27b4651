using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>Files that a model is asked about: one, or all of a kind below a folder or in an archive, in a fixed order. No folder means anything.</summary>
internal sealed class InputFiles
{
    private readonly string path;
    private readonly Func<string, bool> isWanted;
    private readonly IFileSet? files;

    private InputFiles(string path, Func<string, bool> isWanted, IFileSet? files)
    {
        (this.path, this.isWanted, this.files) = (path, isWanted, files);
        if (files is null)
        {
            Count = 1;
            return;
        }

        var (others, first) = (0, "");
        foreach (var file in files.Walk())
        {
            if (EntryPath.Parts(file.Name, path) is not { } parts)
            {
                continue;
            }

            if (isWanted(parts[^1]))
            {
                Count++;
            }
            else if (others++ == 0)
            {
                first = file.Name;
            }
        }

        (OtherCount, FirstOther) = (others, first);
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>How many files of other kinds lie among them; those of systems do not count.</summary>
    public int OtherCount { get; }

    /// <summary>The name of the first of these; empty where there is none.</summary>
    public string FirstOther { get; } = "";

    /// <summary>One file, whatever it is called.</summary>
    /// <param name="path">The file.</param>
    public static InputFiles OfFile(string path) => new(path, _ => true, null);

    /// <summary>All files of a kind.</summary>
    /// <param name="path">A folder, or a zip, tar or tar.gz archive.</param>
    /// <param name="isWanted">Whether a file of this name is of the kind.</param>
    /// <param name="encoding">That of an archive's names that are not UTF-8, as in <see cref="ImageOptions.ArchiveNames"/>; null where their bytes tell it.</param>
    /// <exception cref="DistillException">The archive is damaged, or a name in it cannot be read or leads out of it.</exception>
    public static InputFiles Below(string path, Func<string, bool> isWanted, string? encoding = null) =>
        new(path, isWanted, FileSet.Open(path, ArchiveNames.Of(encoding)));

    /// <summary>Whether a path is a folder, or a file that its first bytes or its name tell for an archive.</summary>
    public static bool IsSet(string path) => Directory.Exists(path)
        || ((string[])[".zip", ".tar", ".tar.gz", ".tgz"]).Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>The files.</summary>
    /// <exception cref="DistillException">The archive is damaged. What is wrong with one file of a folder is said by reading it.</exception>
    public IEnumerable<InputFile> Walk()
    {
        if (files is null)
        {
            return [new InputFile(path, limit => Reading.Guard(path, () =>
            {
                using var stream = Reading.Open(path);
                return Reading.ToEnd(stream, limit, path);
            }))];
        }

        return files.Walk()
            .Where(file => EntryPath.Parts(file.Name, path) is { } parts && isWanted(parts[^1]))
            .Select(file => new InputFile($"{Path.TrimEndingDirectorySeparator(path).Replace('\\', '/')}/{file.Name}", file.Read));
    }
}
