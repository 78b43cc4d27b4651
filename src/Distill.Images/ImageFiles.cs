using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Images;

/// <summary>Images as data: a folder or archive whose folders, or lists among them, tell the parts and the classes.</summary>
internal static class ImageFiles
{
    private const int MostTold = 5;
    private const int MostLooked = 100;

    /// <summary>Opens both parts.</summary>
    /// <param name="path">A folder or archive.</param>
    /// <param name="options">How they are read.</param>
    /// <param name="reader">Decodes the images.</param>
    /// <param name="title">What to call the training and the test part.</param>
    /// <param name="progress">Told of decoding; or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DistillException">Images are damaged, or do not fit; or what they are cannot be told.</exception>
    /// <exception cref="OperationCanceledException">The token asked for it.</exception>
    public static OpenedData Open(
        string path, DataOptions options, ImageReader reader, Func<string, SetPart, string> title,
        IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var files = FileSet.Open(path, ArchiveNames.Of(options.ArchiveNames));
        var layout = ImageLayout.Of(files, options, path);
        var classes = layout.Train.ClassNames();
        if (layout.Test is { } test)
        {
            DemandKnown(test, classes, layout.Train.Title, path);
        }

        var names = ClassWords.Name(classes, layout.Words);
        var plans = new[] { layout.Train, layout.Test }.OfType<LabelledPart>().Select(part => Plan(part, classes, names)).ToList();
        var sources = reader.Open(files, path, options, plans, [title(path, SetPart.Train), title(path, SetPart.Test)], progress, cancellationToken);
        return new OpenedData(
            new DataPart(new ExampleView(sources[0]), layout.Train.RecognisedBy),
            layout.Test is null ? null : new DataPart(new ExampleView(sources[1]), layout.Test.RecognisedBy))
        {
            LeftOut = [.. layout.LeftOut, .. sources.SelectMany(source => source.LeftOut)],
            Warnings = [.. layout.Warnings, .. sources.SelectMany(source => source.Warnings), .. Lost(sources[0])],
        };
    }

    /// <summary>Whether a table beside images is a list of them, or they lie in parts of their own.</summary>
    /// <param name="table">The table.</param>
    /// <param name="folder">The folder in which it lies.</param>
    /// <exception cref="DistillException">A folder cannot be read.</exception>
    public static bool AreNamedBy(string table, string folder)
    {
        var listing = ImageListing.Of(FileSet.Open(folder), folder);
        return listing.Images.Count > 0
            && (FolderNode.Of(listing.Images, listing.Others).WithExamples.Any(part => PartName.Of(part.Name) is not null)
                || LabelList.Names(Reading.Guard(table, () => File.ReadLines(table).Take(MostLooked).ToList()), new ExampleKeys(listing.Images)));
    }

    // Where damaged images are left out, all of a class may be.
    private static IEnumerable<string> Lost(DecodedSource train) =>
        new ExampleView(train).ClassCounts().Index().Where(one => one.Item == 0)
            .Select(one => $"No image of the class '{train.ClassNames[one.Index]}' is left: all are damaged.");

    private static ImagePlan Plan(LabelledPart part, IReadOnlyList<string> classes, IReadOnlyList<string> names)
    {
        var index = classes.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);
        return new(
            part.Images.Index().ToDictionary(one => one.Item.Name, one => one.Index, StringComparer.Ordinal),
            [.. part.Classes.Select(name => name is null ? -1 : index[name])],
            names);
    }

    private static void DemandKnown(LabelledPart test, IReadOnlyList<string> classes, string train, string where)
    {
        var known = classes.ToHashSet(StringComparer.Ordinal);
        var unknown = test.Classes.Zip(test.Images, (name, image) => (Name: name, Image: image)).Where(one => one.Name is not null && !known.Contains(one.Name))
            .GroupBy(one => one.Name!, StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            var told = unknown.Take(MostTold).Select(one => $"'{one.Key}' ({one.Count()}, first {one.First().Image.PathFrom(0)}){NearMiss.Question(one.Key, classes)}");
            throw new DistillException(
                $"{where}: {unknown.Sum(one => one.Count())} images in '{test.Title}' are of {unknown.Count} classes that '{train}' does not have: {string.Join(", ", told)}{(unknown.Count > MostTold ? ", …" : "")}. " +
                $"Its classes are {string.Join(", ", classes.Take(MostTold))}{(classes.Count > MostTold ? "…" : "")}.");
        }
    }
}
