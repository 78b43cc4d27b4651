
namespace Distill.Data.Formats;

/// <summary>The files of a tar archive, plain or gzip, in its order.</summary>
internal sealed class TarFiles(string path, ArchiveNames names) : IFileSet
{
    private ArchiveNameReader? reader;

    public string Identity => ArchiveIdentity.Of(path);

    public bool MayHaveTopFolder => true;

    public IReadOnlyList<string> Warnings => reader?.Warning is { } warning ? [warning] : [];

    public IEnumerable<FileEntry> Walk()
    {
        foreach (var entry in Entries())
        {
            yield return new FileEntry(Name(entry.Name), limit =>
                Reading.Guard(path, () => Reading.ToEnd(entry.Content, limit, $"{path}, entry {entry.Name},")))
            {
                Start = length => Reading.Guard(path, () => Reading.Start(entry.Content, length)),
            };
        }
    }

    private IEnumerable<TarEntry> Entries()
    {
        using var file = Reading.Guard(path, () => Reading.Open(path));
        using var content = Reading.Guard(path, () => GzipSniffer.Unpack(file));
        using var entries = TarWalker.Entries(content, path).GetEnumerator();
        while (Reading.Guard(path, entries.MoveNext))
        {
            yield return entries.Current;
        }
    }

    private string Name(string name)
    {
        if (!NameBytes.AreIn(name))
        {
            return name;
        }

        reader ??= names.Reader(() => Entries().Select(entry => entry.Name), path);
        return reader.Read(name);
    }
}
