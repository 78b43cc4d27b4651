using System.IO.Compression;
using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>The files of a zip archive, in its order.</summary>
internal sealed class ZipFiles(string path, ArchiveNames names) : IFileSet
{
    private ArchiveNameReader? reader;

    public string Identity => ArchiveIdentity.Of(path);

    public bool MayHaveTopFolder => true;

    public IReadOnlyList<string> Warnings => reader?.Warning is { } warning ? [warning] : [];

    public IEnumerable<FileEntry> Walk()
    {
        using var archive = Open();
        foreach (var entry in Guard(() => archive.Entries))
        {
            var name = Name(entry, archive).Replace('\\', '/');
            if (!name.EndsWith('/'))
            {
                yield return new FileEntry(name, limit => Guard(() =>
                {
                    using var content = entry.Open();
                    return Reading.ToEnd(content, limit, $"{path}, entry {name},");
                }))
                {
                    Start = length => Guard(() =>
                    {
                        using var content = entry.Open();
                        return Reading.Start(content, length);
                    }),
                };
            }
        }
    }

    // Names are UTF-8 where the entry has the flag of that, and in many archives where it has not.
    private string Name(ZipArchiveEntry entry, ZipArchive archive)
    {
        var name = Text(entry);
        if (!NameBytes.AreIn(name))
        {
            return name;
        }

        reader ??= names.Reader(() => archive.Entries.Select(Text), path);
        return reader.Read(name);
    }

    private static string Text(ZipArchiveEntry entry) =>
        NameBytes.AreIn(entry.FullName) ? NameBytes.Read(NameBytes.Instance.GetBytes(entry.FullName)) : entry.FullName;

    private ZipArchive Open() => Guard(() =>
    {
        var file = Reading.Open(path);
        try
        {
            return new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: false, NameBytes.Instance);
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
            throw DistillException.Damaged($"{path} is a damaged zip archive, or one with a feature that is not read: {error.Message}", error);
        }
    });
}
