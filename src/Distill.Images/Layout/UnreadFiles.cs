using Distill.Data;
using Distill.Data.Formats;

namespace Distill.Images;

/// <summary>Tells of files among images that are not read.</summary>
internal static class UnreadFiles
{
    /// <summary>The files by their endings, images first.</summary>
    public static IEnumerable<LeftOut> Of(IEnumerable<ListedFile> files) =>
        files.GroupBy(Ending, StringComparer.Ordinal)
            .Select(group => (IsImage: ImageKind.IsUnread(group.Key), Left: new LeftOut(Reason(group.Key), group.Count(), group.First().PathFrom(0))))
            .OrderByDescending(one => one.IsImage).ThenByDescending(one => one.Left.Count).Select(one => one.Left);

    /// <summary>Where no image is read, which kinds there are that are not; a sentence or nothing.</summary>
    public static string Told(IEnumerable<ListedFile> files) =>
        files.Where(file => ImageKind.IsUnread(file.Parts[^1])).GroupBy(Ending, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}").ToList() is { Count: > 0 } kinds
            ? $" It has images of kinds that are not read: {string.Join(", ", kinds)}. Convert them to PNG." : "";

    /// <summary>Folders whose images are all of kinds that are not read: a class may be lost with each.</summary>
    public static IEnumerable<string> Vanished(FolderNode root)
    {
        var waiting = new Stack<FolderNode>([root]);
        while (waiting.TryPop(out var folder))
        {
            if (folder.Count > 0)
            {
                foreach (var below in folder.Folders.Reverse())
                {
                    waiting.Push(below);
                }
            }
            else if (folder.Walk().SelectMany(below => below.Others).Where(file => ImageKind.IsUnread(file.Parts[^1])).ToList() is { Count: > 0 } unread)
            {
                yield return $"None of the {unread.Count} images in the folder '{folder.Path}' is read: they are {string.Join(", ", unread.Select(Ending).Distinct(StringComparer.Ordinal))}. " +
                    "Convert them to PNG, else what the folder stands for is missing.";
            }
        }
    }

    private static string Reason(string ending) =>
        ImageKind.IsUnread(ending) ? $"images of a kind that is not read ({ending})"
        : ending.Length == 0 ? "files that are no images (without an ending)"
        : $"files that are no images ({ending})";

    private static string Ending(ListedFile file) => Path.GetExtension(file.Parts[^1]).ToLowerInvariant();
}
