using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Images;

/// <summary>How a folder or archive of images is divided and labelled.</summary>
/// <param name="Train">The training part.</param>
/// <param name="Test">The labelled part that measures models; null where there is none.</param>
/// <param name="Words">The text that names classes, where there is one.</param>
/// <param name="LeftOut">What is not read.</param>
/// <param name="Warnings">What may not be meant so.</param>
internal sealed record ImageLayout(LabelledPart Train, LabelledPart? Test, string? Words, IReadOnlyList<LeftOut> LeftOut, IReadOnlyList<string> Warnings)
{
    private const string WordsFile = "words.txt";

    /// <summary>Finds parts and classes.</summary>
    /// <exception cref="DistillException">There are no images, or what they are cannot be told.</exception>
    public static ImageLayout Of(IFileSet files, DataOptions options, string where)
    {
        var listing = ImageListing.Of(files, where);
        if (listing.Images.Count == 0)
        {
            throw new DistillException($"{where} has no {ImageKind.Read} images. Expected a folder for each class with its images.{UnreadFiles.Told(listing.Others)}");
        }

        var root = FolderNode.Of(listing.Images, listing.Others);
        var labeller = new ImageLabeller(files, root, options, where);
        var (parts, top) = Find(root, options, labeller, where);
        var left = new LeftImages();
        var (train, test) = parts is null ? Undivided(top, labeller, left) : Divided(parts, options, labeller, left);
        if (parts is null && options.TestPart is not null)
        {
            throw new DistillException($"{where} has no parts of which '{options.TestPart}' could be the test part (TestPart): {train.RecognisedBy} are one part.", DataRemedy.TestPart);
        }

        var hasList = train.List is not null || test?.List is not null;
        if (options.Csv with { LabelColumn = hasList ? null : options.Csv.LabelColumn } != new CsvOptions())
        {
            throw new DistillException(
                $"Csv would change nothing: {where} is read as images {(hasList ? "with a list, of which LabelColumn alone is chosen" : "without a list of classes")}. Leave it out.", DataRemedy.LabelColumn);
        }

        UnsortedNames.Refuse(train, where);
        var used = new[] { train.List, test?.List, Within(top, WordsFile) };
        left.Read(train.Images.Concat(test?.Images ?? []));
        left.Add("images that belong to no part", listing.Images);
        return new(
            train,
            test,
            labeller.Text(Within(top, WordsFile)),
            [.. files.LeftOut, .. left.All, .. train.LeftOut, .. test?.LeftOut ?? [], .. UnreadFiles.Of(listing.Others.Where(file => !used.Contains(file.PathFrom(0))))],
        [
            .. files.Warnings,
            .. listing.Merged is { } merged ? [$"The folder '{merged}' is there in two spellings of the same letters (composed and decomposed Unicode), which are read as one."] : Array.Empty<string>(),
            .. UnreadFiles.Vanished(root),
            .. train.Warnings, .. test?.Warnings ?? [],
            .. OneClass(train),
            .. parts is null ? PartsInClasses(top) : [],
        ]);
    }

    // Folders around everything are passed: what counts are the parts, or the several folders of classes, within.
    private static (PartFolders? Parts, FolderNode Top) Find(FolderNode root, DataOptions options, ImageLabeller labeller, string where)
    {
        var depth = options.ClassDepth ?? 1;
        foreach (var folder in root.Chain())
        {
            if (PartFolders.Of(folder, options.TestPart, labeller.HasList, where) is { } parts)
            {
                return (parts, folder);
            }

            if (folder.WithExamples.Count > 1)
            {
                return (null, folder.AllExamples().All(image => image.Parts.Length - folder.Depth > depth) ? folder : root);
            }
        }

        return (null, root);
    }

    private static (LabelledPart Train, LabelledPart? Test) Undivided(FolderNode top, ImageLabeller labeller, LeftImages left)
    {
        var lists = labeller.ByLists(top);
        var byList = lists.Where(list => list.Role == PartRole.Train).Select(list => list.Part).ToList();
        var other = lists.Where(list => list.Role != PartRole.Train && list.Part.IsLabelled).OrderByDescending(list => list.Role).Select(list => list.Part).ToList();
        if (byList.Count == 1 && other.Count > 0)
        {
            left.Read(byList[0].Images.Concat(other[0].Images));
            foreach (var part in other.Skip(1))
            {
                left.Add($"images in {part.RecognisedBy}, beside '{other[0].Title}' as the test part", part.Images);
            }

            return (byList[0], other[0]);
        }

        return (labeller.Label(top, null, null, top.Path.Length > 0 ? $"all images in the folder '{top.Path}'" : "all of its images"), null);
    }

    private static (LabelledPart Train, LabelledPart? Test) Divided(PartFolders parts, DataOptions options, ImageLabeller labeller, LeftImages left)
    {
        var train = labeller.Label(parts.Train, PartRole.Train, null, Folder(parts.Train));
        var known = train.Classes.OfType<string>().ToHashSet(StringComparer.Ordinal);
        LabelledPart? test = null;
        foreach (var folder in parts.Others)
        {
            var part = labeller.Label(folder, PartName.Of(folder.Name)?.Role ?? PartRole.Test, known, Folder(folder));
            var isChosen = options.TestPart is not null && folder == parts.Others[0];
            // One folder that is no class holds images that nobody has sorted, as in test/images.
            var isLabelled = part.Classes.Any(name => name is not null && known.Contains(name)) || part.Classes.OfType<string>().Distinct(StringComparer.Ordinal).Skip(1).Any();
            if (test is null && (isLabelled || isChosen))
            {
                test = isLabelled ? part : part with { Classes = [.. part.Classes.Select(_ => (string?)null)] };
            }
            else
            {
                left.Add(
                    isLabelled ? $"images with labels in '{folder.Path}', beside the test part '{test!.Title}'" : $"images in '{folder.Path}', which have no labels",
                    folder.AllExamples());
            }
        }

        foreach (var folder in parts.Beside)
        {
            left.Add($"images in '{folder.Path}', which is no part", folder.AllExamples());
        }

        return (train, test);
    }

    private static string[] OneClass(LabelledPart train) =>
        train.IsLabelled && train.ClassNames() is [var only]
            ? [$"All images are of one class, '{only}'. Expected a folder for each class, or a list of images and their classes beside them."]
            : [];

    // Classes around parts, instead of parts around classes.
    private static string[] PartsInClasses(FolderNode top) =>
        top.WithExamples is [var first, _, ..] classes && classes.All(one => one.WithExamples.Select(part => PartName.Of(part.Name)?.Role).OfType<PartRole>().Distinct().Count() > 1)
            ? [$"Each class has folders of parts in it, as '{string.Join("' and '", first.WithExamples.Take(2).Select(part => part.Path))}'. All are read as one part: move the parts out, with the classes in them, where they are to be kept apart."]
            : [];

    private static string Folder(FolderNode part) => $"the folder '{part.Path}'";

    private static string Within(FolderNode top, string name) => top.Path.Length == 0 ? name : $"{top.Path}/{name}";
}
