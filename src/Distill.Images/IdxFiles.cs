using Distill.Data;
using Distill.Data.Formats;

namespace Distill.Images;

/// <summary>
/// Finds the IDX files that belong together by their names, in which "images" and "labels", "train" and "t10k" or
/// "test" take turns.
/// </summary>
internal static class IdxFiles
{
    public static bool IsTrainingImages(string path) =>
        Path.GetFileName(path).StartsWith("train", StringComparison.OrdinalIgnoreCase) && LabelsOf(path) is not null;

    public static string? LabelsOf(string images)
    {
        var name = Path.GetFileName(images);
        return name.Contains("images", StringComparison.Ordinal)
            ? Beside(images, name.Replace("images", "labels", StringComparison.Ordinal).Replace("idx3", "idx1", StringComparison.Ordinal))
            : null;
    }

    public static ArraySource? Open(string trainingImages, SetPart part)
    {
        var labels = LabelsOf(trainingImages)!;
        if (part == SetPart.Train)
        {
            return IdxReader.Open(trainingImages, labels);
        }

        var name = Path.GetFileName(trainingImages);
        var images = ((string[])["t10k", "test"])
            .Select(test => Beside(trainingImages, name.Replace("train", test, StringComparison.Ordinal)))
            .FirstOrDefault(path => path is not null && path != trainingImages && LabelsOf(path) is not null);
        if (images is null)
        {
            return null;
        }

        // The training labels fix the classes: the test part may lack some.
        var classes = IdxReader.Read(labels).Values.Max() + 1;
        return IdxReader.Open(images, LabelsOf(images)!, null, [.. Enumerable.Range(0, classes).Select(c => $"{c}")]);
    }

    // Either file of a pair may be packed.
    private static string? Beside(string path, string name)
    {
        var plain = name.EndsWith(".gz", StringComparison.Ordinal) ? name[..^3] : name;
        var folder = Path.GetDirectoryName(path) ?? "";
        return ((string[])[name, plain, plain + ".gz"]).Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists);
    }
}
