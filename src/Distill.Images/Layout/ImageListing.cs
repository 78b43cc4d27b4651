using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Images;

/// <summary>What lies in a folder or archive, by names: images, and all else but what systems scatter about.</summary>
/// <param name="Images">Images of the kinds that are read.</param>
/// <param name="Others">All other files.</param>
/// <param name="Merged">A folder whose name is written in two ways, composed and not, which are read as one; or null.</param>
internal sealed record ImageListing(IReadOnlyList<ListedFile> Images, IReadOnlyList<ListedFile> Others, string? Merged)
{
    /// <summary>Lists the files.</summary>
    /// <exception cref="DistillException">The archive is damaged, or leads out of itself.</exception>
    public static ImageListing Of(IFileSet files, string where)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var spelled = new Dictionary<string, string>(StringComparer.Ordinal);
        var (images, others) = (new List<ListedFile>(), new List<ListedFile>());
        string? merged = null;
        foreach (var file in files.Walk())
        {
            if (EntryPath.Parts(file.Name, where) is not { } parts)
            {
                continue;
            }

            var written = EntryPath.Split(file.Name);
            if (!IsImage(file, parts[^1]))
            {
                others.Add(new(file.Name, parts));
                continue;
            }

            if (!seen.Add(string.Join('/', written)))
            {
                throw new DistillException($"{where} holds '{string.Join('/', parts)}' twice. Make the archive anew.");
            }

            images.Add(new(file.Name, parts));
            var (folder, spelling) = (string.Join('/', parts[..^1]), string.Join('/', written[..^1]));
            if (!spelled.TryAdd(folder, spelling) && spelled[folder] != spelling)
            {
                merged ??= folder;
            }
        }

        return new(images, others, merged);
    }

    private static bool IsImage(FileEntry file, string name) =>
        ImageKind.IsRead(name) || (!Path.HasExtension(name) && file.Start is { } start && ImageKind.Starts(start(ImageKind.Looked)));
}
