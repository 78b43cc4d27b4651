using System.IO.Compression;
using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>The files of a zip archive, in its order.</summary>
internal sealed class ZipFiles(string path) : IFileSet
{
    public string Identity => ArchiveIdentity.Of(path);

    public bool MayHaveTopFolder => true;

    public IEnumerable<FileEntry> Walk()
    {
        using var archive = Open();
        foreach (var entry in Guard(() => archive.Entries))
        {
            if (!entry.FullName.EndsWith('/'))
            {
                yield return new FileEntry(entry.FullName.Replace('\\', '/'), limit => Guard(() =>
                {
                    using var content = entry.Open();
                    return Reading.ToEnd(content, limit, $"{path}, entry {entry.FullName},");
                }));
            }
        }
    }

    private ZipArchive Open() => Guard(() =>
    {
        var file = Reading.Open(path);
        try
        {
            return new ZipArchive(file, ZipArchiveMode.Read);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    });

    // Besides the documented exception, damaged directories make the class library pass bad numbers to itself.
    private T Guard<T>(Func<T> read) => Reading.Guard(path, () =>
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException or OverflowException)
        {
            throw new DistillException($"{path} is a damaged zip archive, or one with a feature that is not read: {error.Message}", error);
        }
    });
}
