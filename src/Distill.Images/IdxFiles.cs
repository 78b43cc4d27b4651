using System.Globalization;
using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Images;

/// <summary>
/// Finds the IDX files that belong together by their names, in which "images" and "labels", "train" and "t10k" or
/// "test" take turns.
/// </summary>
internal static class IdxFiles
{
    private const StringComparison AnyCase = StringComparison.OrdinalIgnoreCase;

    /// <summary>The training images among the files of a folder; null where there are none.</summary>
    /// <exception cref="DistillException">There are several sets.</exception>
    public static string? TrainingImages(IEnumerable<string> files)
    {
        // Plain and packed files of one name are one set.
        var found = files.Where(file => Path.GetFileName(file).Contains("train", AnyCase) && LabelsOf(file) is not null)
            .GroupBy(file => file.EndsWith(".gz", AnyCase) ? file[..^3] : file, StringComparer.Ordinal).Select(group => group.First()).ToList();
        return found.Count switch
        {
            0 => null,
            1 => found[0],
            _ => throw new DistillException(
                $"{Path.GetDirectoryName(found[0])} holds {found.Count} sets of IDX files. Give the images of the training part of one, for example {found[0]}; " +
                $"the others are {string.Join(", ", found.Skip(1).Take(5).Select(Path.GetFileName))}{(found.Count > 6 ? ", …" : "")}."),
        };
    }

    /// <summary>The labels of images; null where the name or the folder tells none.</summary>
    public static string? LabelsOf(string images)
    {
        var name = Path.GetFileName(images);
        if (!name.Contains("images", AnyCase))
        {
            return null;
        }

        var labels = name.Replace("images", "labels", AnyCase);
        return Beside(images, labels.Replace("idx3", "idx1", AnyCase))
            ?? Beside(images, labels.Replace("idx3-ubyte", "idx2-int", AnyCase).Replace("idx3.ubyte", "idx2.int", AnyCase));
    }

    /// <summary>Opens both parts.</summary>
    /// <param name="trainingImages">The images of the training part, or of all where its name has no "train".</param>
    /// <param name="folder">All files of the folder, where the folder was given; null for the file alone.</param>
    /// <exception cref="DistillException">A file is damaged, or the two parts do not fit.</exception>
    public static OpenedData Open(string trainingImages, IReadOnlyList<string>? folder)
    {
        var test = TestImages(trainingImages);
        var (trainLabels, testLabels) = (LabelsOf(trainingImages)!, test is null ? null : LabelsOf(test));
        var used = IdxReader.Labels(trainLabels).Concat(testLabels is null ? [] : IdxReader.Labels(testLabels)).ToHashSet();
        var missing = Enumerable.Range(0, used.Count == 0 ? 0 : used.Max() + 1).Where(label => !used.Contains(label)).Select(Name).ToList();
        var classes = used.Order().ToList();
        var read = new[] { trainingImages, trainLabels, test, testLabels }.Where(path => path is not null).Select(path => Packed(path!)).ToHashSet(StringComparer.Ordinal);
        var more = (folder ?? []).Where(path => !read.Contains(Packed(path)) && EntryPath.Parts(Path.GetFileName(path), path) is not null).ToList();
        return new OpenedData(
            new DataPart(Part(trainingImages, trainLabels), $"the name {Path.GetFileName(trainingImages)}"),
            test is null ? null : new DataPart(Part(test, testLabels!), $"the name {Path.GetFileName(test)}"))
        {
            LeftOut = more.Count == 0 ? [] : [new LeftOut("files beside the IDX files of both parts", more.Count, Path.GetFileName(more[0]))],
            Warnings = missing.Count == 0 ? [] :
            [
                $"No example has the label {string.Join(", ", missing.Take(5))}{(missing.Count > 5 ? ", …" : "")}: " +
                string.Create(CultureInfo.InvariantCulture, $"the classes are the {classes.Count} others of 0 to {classes[^1]}, by their numbers."),
            ],
        };

        ExampleView Part(string images, string labels) => new(IdxReader.Open(images, labels, classes));
    }

    private static string? TestImages(string trainingImages)
    {
        var name = Path.GetFileName(trainingImages);
        return ((string[])["t10k", "test", "val", "valid", "validation"])
            .Select(test => Beside(trainingImages, name.Replace("train", test, AnyCase)))
            .FirstOrDefault(path => path is not null && Packed(path) != Packed(trainingImages) && LabelsOf(path) is not null);
    }

    // Either file of a pair may be packed.
    private static string? Beside(string path, string name)
    {
        var plain = name.EndsWith(".gz", AnyCase) ? name[..^3] : name;
        var folder = Path.GetDirectoryName(path) ?? "";
        return ((string[])[name, plain, plain + ".gz"]).Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists);
    }

    private static string Packed(string path) => Path.GetFullPath(path.EndsWith(".gz", AnyCase) ? path[..^3] : path);

    private static string Name(int label) => label.ToString(CultureInfo.InvariantCulture);
}
