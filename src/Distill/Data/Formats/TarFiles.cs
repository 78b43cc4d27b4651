
namespace Distill.Data.Formats;

/// <summary>The files of a tar archive, plain or gzip, in its order.</summary>
internal sealed class TarFiles(string path) : IFileSet
{
    public string Identity => ArchiveIdentity.Of(path);

    public bool MayHaveTopFolder => true;

    public IEnumerable<FileEntry> Walk()
    {
        using var file = Reading.Guard(path, () => Reading.Open(path));
        using var content = Reading.Guard(path, () => GzipSniffer.Unpack(file));
        using var entries = TarWalker.Entries(content, path).GetEnumerator();
        while (Reading.Guard(path, entries.MoveNext))
        {
            var entry = entries.Current;
            yield return new FileEntry(entry.Name, limit =>
                Reading.Guard(path, () => Reading.ToEnd(entry.Content, limit, $"{path}, entry {entry.Name},")));
        }
    }
}
