using System.Text;
using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Images;

/// <summary>Reads the layout of a set: which images belong to it, their order, classes and class names.</summary>
internal sealed class ImagePlanner(ImageOptions options, string where)
{
    private const int LargestText = 1 << 26;

    private readonly List<(string Name, string[] Parts)> images = [];
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);

    public static ImagePlan Plan(IFileSet files, ImageOptions options, string where) =>
        new ImagePlanner(options, where).Plan(files);

    private ImagePlan Plan(IFileSet files)
    {
        Walk(files);
        var top = TopFolder(files.MayHaveTopFolder);
        var part = Below(top, options.Folder);
        if (options.Manifest is not null && options.ClassDepth != 1)
        {
            throw new DistillException($"ClassDepth would change nothing: the manifest '{options.Manifest}' gives the classes. Leave one of them out.");
        }

        if (part.Count == 0)
        {
            throw new DistillException(
                $"{where} has no {ImageKind.Read} images{(options.Folder.Length > 0 ? $" in its folder '{options.Folder}'" : "")}. " +
                "Expected a folder for each class with its images.");
        }

        var classOf = options.Manifest is null ? FromFolders(part) : FromManifest(part, top);
        var fixing = options.ClassesFrom is null ? classOf : FromFolders(Below(top, options.ClassesFrom));
        var classes = fixing.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var index = classes.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i, StringComparer.Ordinal);
        var labels = new int[part.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = classOf[i] is not { } name ? -1
                : index.TryGetValue(name, out var label) ? label
                : throw new DistillException(
                    $"{where}: {part[i].Name} is of class '{name}', which '{options.ClassesFrom}' does not have (its classes " +
                    $"are {string.Join(", ", classes.Take(5))}…).");
        }

        var rows = part.Select((image, row) => (image.Name, row)).ToDictionary(i => i.Name, i => i.row, StringComparer.Ordinal);
        return new ImagePlan(rows, labels, ClassWords.Name(classes, Text(top, options.Words)));
    }

    private void Walk(IFileSet files)
    {
        foreach (var file in files.Walk())
        {
            if (EntryPath.Parts(file.Name, where) is not { } parts)
            {
                continue;
            }

            var path = string.Join('/', parts);
            if (ImageKind.IsRead(path))
            {
                images.Add(seen.Add(string.Join('/', EntryPath.Split(file.Name)))
                    ? (file.Name, parts)
                    : throw new DistillException($"{where} holds '{path}' twice. Make the archive anew."));
            }
            else if (IsText(path, options.Words) || (options.Manifest is not null && IsText(path, Join(options.Folder, options.Manifest))))
            {
                texts[path] = Encoding.UTF8.GetString(file.Read(LargestText));
            }
        }
    }

    // At the root, or below one folder that may prove to be the top.
    private static bool IsText(string path, string wanted) =>
        wanted.Length > 0 && (path == wanted || path[(path.IndexOf('/') + 1)..] == wanted);

    private static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    private string TopFolder(bool mayHaveOne)
    {
        if (images.Count == 0)
        {
            return "";
        }

        var first = images[0].Parts[0];
        if (options.Folder.Length > 0)
        {
            var wanted = options.Folder.Split('/');
            return images.Exists(i => StartsWith(i.Parts, wanted, 0)) ? ""
                : images.Find(i => StartsWith(i.Parts, wanted, 1)).Parts?[0] ?? "";
        }

        // One folder around several class folders; one around images alone is itself a class.
        return mayHaveOne
            && images.TrueForAll(i => i.Parts.Length > 2 && i.Parts[0] == first)
            && images.Exists(i => i.Parts[1] != images[0].Parts[1])
            ? first : "";
    }

    private static bool StartsWith(string[] parts, string[] wanted, int skip) =>
        parts.Length > skip + wanted.Length && parts.AsSpan(skip, wanted.Length).SequenceEqual(wanted);

    // The images below a folder with their parts from there on, in ordinal order of their paths.
    private List<(string Name, string[] Parts)> Below(string top, string folder)
    {
        var prefix = $"{top}/{folder}".Split('/', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. images.Where(i => StartsWith(i.Parts, prefix, 0))
                .Select(i => (i.Name, i.Parts[prefix.Length..]))
                .OrderBy(i => string.Join('/', i.Item2), StringComparer.Ordinal),
        ];
    }

    private string?[] FromFolders(List<(string Name, string[] Parts)> part)
    {
        var depth = options.ClassDepth;
        var classes = part.Select(image => image.Parts.Length > depth ? string.Join('/', image.Parts[..depth]) : null).ToArray();
        var lost = Array.IndexOf(classes, null);
        return lost >= 0 && Array.Exists(classes, c => c is not null)
            ? throw new DistillException($"{where}: {part[lost].Name} lies outside the class folders. Move it into one, or away.")
            : classes;
    }

    private string?[] FromManifest(List<(string Name, string[] Parts)> part, string top)
    {
        var text = Text(top, Join(options.Folder, options.Manifest!))
            ?? throw new DistillException($"{where} has no manifest '{Join(options.Folder, options.Manifest!)}', which is to " +
                "give its labels.");
        var labels = ImageManifest.Parse(text, $"{where}, {options.Manifest}");
        var unused = labels.Count;
        var classes = new string?[part.Count];
        for (var i = 0; i < classes.Length; i++)
        {
            if (!labels.TryGetValue(string.Join('/', part[i].Parts), out var label) && !labels.TryGetValue(part[i].Parts[^1], out label))
            {
                throw new DistillException($"{where}: the manifest '{options.Manifest}' has no label for {part[i].Name}.");
            }

            classes[i] = label;
            unused--;
        }

        return unused > 0
            ? throw new DistillException($"{where}: the manifest '{options.Manifest}' names {labels.Count} images, but only " +
                $"{part.Count} are there.")
            : classes;
    }

    private string? Text(string top, string name) => texts.GetValueOrDefault(Join(top, name));
}
