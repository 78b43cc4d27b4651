using System.Text;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Images;

/// <summary>Finds the classes of images: by the folders in which they lie, or by a list beside them.</summary>
/// <param name="files">Where lists are read from.</param>
/// <param name="root">All folders.</param>
/// <param name="options">The class's depth, and the list's column of classes.</param>
/// <param name="where">The data, for messages.</param>
internal sealed class ImageLabeller(IFileSet files, FolderNode root, DataOptions options, string where)
{
    private const int LargestList = 1 << 27;
    private const int MostLists = 16;
    private const long MostContent = 1 << 28;

    private readonly Dictionary<string, byte[]> contents = ListContents(files, root, where);

    // Which list is read by which images; the images of all parts where a list says of none that it is theirs.
    private readonly Lazy<(IReadOnlyList<ListedFile> Images, ExampleKeys Keys)> all = new(() =>
    {
        var images = root.AllExamples();
        return (images, new ExampleKeys(images));
    });

    /// <summary>The text of a file at the root or top, or null.</summary>
    public string? Text(string path) => contents.TryGetValue(path, out var content) ? Encoding.UTF8.GetString(content) : null;

    /// <summary>Whether a list lies in a folder, or beside it under its name.</summary>
    public bool HasList(FolderNode folder) => Lists(folder, PartName.Of(folder.Name)?.Role).Any(list => list.IsOwn && !list.File.Name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase));

    /// <summary>The images of a folder with their classes.</summary>
    /// <param name="part">The folder.</param>
    /// <param name="role">What the part is for, where the data are divided.</param>
    /// <param name="known">The classes of the training part, when another is read.</param>
    /// <param name="recognisedBy">What told the part.</param>
    /// <exception cref="DistillException">Images lie beside folders of classes or too high for them, or list and folders differ.</exception>
    public LabelledPart Label(FolderNode part, PartRole? role, IReadOnlySet<string>? known, string recognisedBy)
    {
        var images = part.AllExamples();
        var title = part.Path.Length > 0 ? part.Path : where;
        var @base = PartFolders.Base(part, known);
        var depth = options.ClassDepth ?? 1;
        var folders = images.Select(image => image.Parts.Length - @base.Depth > depth ? string.Join('/', image.Parts[@base.Depth..(@base.Depth + depth)]) : null).ToList();
        var byFolder = folders.OfType<string>().Distinct(StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        var isByFolder = !folders.Contains(null) && (byFolder.Count > 1 || (known is not null && byFolder.Any(known.Contains)));
        if (options.ClassDepth is null && Best(part, images, role) is { } list)
        {
            var labels = images.Select((_, place) => list.Labels.GetValueOrDefault(place) is { Length: > 0 } label ? label : null).ToList();
            var agrees = isByFolder && list.Labels.All(one => one.Value.Length == 0 || one.Value == folders[one.Key]);
            if (!agrees && isByFolder && options.Csv.LabelColumn is null)
            {
                throw new DistillException(
                    $"{where}: the folders in '{title}' and the list '{list.Name}' give different classes: of '{images[list.Labels.Keys.Min()].PathFrom(0)}' " +
                    $"'{folders[list.Labels.Keys.Min()]}' and '{list.Labels[list.Labels.Keys.Min()]}'. Say that folders are meant (ClassDepth), or which column of the list (LabelColumn).",
                    DataRemedy.ClassDepth, DataRemedy.LabelColumn);
            }

            if (!agrees)
            {
                return Listed(list, title, recognisedBy, images, labels);
            }
        }

        var lost = images.Where((_, place) => folders[place] is null).ToList();
        if (lost.Count > 0 && (byFolder.Count > 0 || depth > 1))
        {
            throw new DistillException(
                $"{where}: {lost.Count} images lie outside the class folders{(depth > 1 ? $" at depth {depth} (ClassDepth)" : "")}, the first {lost[0].PathFrom(0)}. Move them into such folders, or away.",
                DataRemedy.ClassDepth);
        }

        return new LabelledPart(title, recognisedBy, images, folders, IsOfList: false);
    }

    /// <summary>The parts that lists tell where folders do not: one for training, and others with classes.</summary>
    public IReadOnlyList<(PartRole Role, LabelledPart Part)> ByLists(FolderNode folder)
    {
        var images = folder.AllExamples();
        var found = new List<(PartRole, LabelledPart)>();
        foreach (var (file, _) in Lists(folder, role: null))
        {
            if (PartName.Of(Path.GetFileNameWithoutExtension(file.Parts[^1])) is { } name && !PartName.IsOfUnlabelled(file.Parts[^1]) && Read(file, new ExampleKeys(images), name.Role == PartRole.Train) is { Labels.Count: > 0 } list)
            {
                var listed = images.Index().Where(one => list.Labels.ContainsKey(one.Index)).ToList();
                found.Add((name.Role, Listed(
                    list, list.Name, "", [.. listed.Select(one => one.Item)], [.. listed.Select(one => list.Labels[one.Index] is { Length: > 0 } label ? label : null)])));
            }
        }

        return found;
    }

    private LabelledPart Listed(LabelList list, string title, string recognisedBy, IReadOnlyList<ListedFile> images, IReadOnlyList<string?> labels)
    {
        if (list.Labels.Count == 0)
        {
            throw new DistillException($"{where}: the list '{list.Name}' names none of the {images.Count} images in '{title}'. It names, for example, '{list.Unmatched[0]}'.");
        }

        var unnamed = images.Where((_, place) => labels[place] is null).ToList();
        return new LabelledPart(title, recognisedBy.Length == 0 ? $"the list '{list.Name}'" : $"{recognisedBy} and the list '{list.Name}'", images, labels, IsOfList: true)
        {
            List = list.Name,
            LeftOut = list.Unmatched.Count == 0 ? [] : [new($"rows of '{list.Name}' that name no image", list.Unmatched.Count, list.Unmatched[0])],
            Warnings = unnamed.Count == 0 ? [] : [$"{unnamed.Count} of {images.Count} images in '{title}' have no class in '{list.Name}', the first {unnamed[0].PathFrom(0)}; they are read as images without a label."],
        };
    }

    private LabelList? Best(FolderNode part, IReadOnlyList<ListedFile> images, PartRole? role)
    {
        LabelList? best = null;
        var keys = new Lazy<ExampleKeys>(() => new ExampleKeys(images));
        var places = new Lazy<Dictionary<string, int>>(() => images.Index().ToDictionary(one => one.Item.Name, one => one.Index, StringComparer.Ordinal));
        foreach (var (file, isOwn) in Lists(part, role))
        {
            var list = isOwn ? Read(file, keys.Value, role is null or PartRole.Train) : Shared(file, places.Value);
            if (list is not null && (list.Labels.Count > (best?.Labels.Count ?? 0) || (best is null && isOwn)))
            {
                best = list;
            }
        }

        return best;
    }

    // A list of all parts: a name that images of several parts have is none of them.
    private LabelList? Shared(ListedFile file, Dictionary<string, int> places)
    {
        if (Read(file, all.Value.Keys, isNeeded: true) is not { } list)
        {
            return null;
        }

        var labels = list.Labels.Where(one => places.ContainsKey(all.Value.Images[one.Key].Name))
            .ToDictionary(one => places[all.Value.Images[one.Key].Name], one => one.Value);
        return labels.Count == 0 ? null : list with { Labels = labels };
    }

    private LabelList? Read(ListedFile file, ExampleKeys keys, bool isNeeded) =>
        contents.TryGetValue(file.PathFrom(0), out var content) ? LabelList.Read(file, content, keys, options.Csv.LabelColumn, isNeeded, where) : null;

    // Lists in the folder, or around it; those around it are its own where their name says so, or where nothing is divided.
    private IEnumerable<(ListedFile File, bool IsOwn)> Lists(FolderNode part, PartRole? role)
    {
        var around = new List<FolderNode>();
        for (var node = root; node != part; node = node.Folders.First(next => part.Path == next.Path || part.Path.StartsWith(next.Path + '/', StringComparison.Ordinal)))
        {
            around.Add(node);
        }

        var within = part.Chain().SelectMany(node => node.Others).Where(IsList).Select(file => (file, true));
        return within.Concat(around.SelectMany(node => node.Others).Where(IsList).Select(file => (file, Name: PartName.Of(Path.GetFileNameWithoutExtension(file.Parts[^1]))))
            .Where(list => role is null || list.Name is null || list.Name.Role == role)
            .Select(list => (list.file, role is null || list.Name?.Role == role)));
    }

    private static bool IsList(ListedFile file) =>
        Path.GetExtension(file.Parts[^1]).ToUpperInvariant() is ".CSV" or ".TSV" or ".TXT"
        && !file.Parts[^1].Contains("submission", StringComparison.OrdinalIgnoreCase);

    // In folders with very many texts, as of boxes, each belongs to an image.
    private static Dictionary<string, byte[]> ListContents(IFileSet files, FolderNode root, string where)
    {
        var wanted = root.Walk().Where(folder => folder.Others.Count(IsList) <= MostLists)
            .SelectMany(folder => folder.Others.Where(file => IsList(file) && (folder.WithExamples.Count > 0 || folder.Examples.Count > 0)))
            .Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var left = MostContent;
        if (wanted.Count == 0)
        {
            return contents;
        }

        foreach (var file in files.Walk())
        {
            if (wanted.Contains(file.Name) && EntryPath.Parts(file.Name, where) is { } parts)
            {
                var content = file.Read((int)Math.Min(LargestList, left));
                left -= content.Length;
                contents[string.Join('/', parts)] = content;
            }
        }

        return contents;
    }
}
