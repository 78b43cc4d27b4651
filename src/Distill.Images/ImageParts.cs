using Distill.Data;
using Distill.Data.Formats;

namespace Distill.Images;

/// <summary>Finds the training and the test part of a folder or archive of images by the names of its folders.</summary>
internal sealed class ImageParts
{
    private readonly HashSet<string> folders = new(StringComparer.Ordinal);
    private readonly HashSet<string> texts = new(StringComparer.Ordinal);

    public static ImageParts Of(IFileSet files, string where)
    {
        var parts = new ImageParts();
        foreach (var file in files.Walk())
        {
            if (EntryPath.Parts(file.Name, where) is { } names)
            {
                parts.Add(names, 0);
                if (files.MayHaveTopFolder)
                {
                    parts.Add(names, 1);
                }
            }
        }

        return parts;
    }

    /// <summary>How to read a part; null when there is no test part.</summary>
    public ImageOptions? Find(SetPart part)
    {
        if (!folders.Contains("train"))
        {
            return part == SetPart.Train ? new() : null;
        }

        if (part == SetPart.Train)
        {
            return new() { Folder = "train" };
        }

        // A list of labels tells the labelled part from an unlabelled one, as in Tiny ImageNet.
        var test = Array.Find(["val", "test"], name => texts.Contains(Annotations(name))) ?? Array.Find(["test", "val"], folders.Contains);
        return test is null ? null : new()
        {
            Folder = test,
            Manifest = texts.Contains(Annotations(test)) ? Path.GetFileName(Annotations(test)) : null,
            ClassesFrom = "train",
        };
    }

    private static string Annotations(string folder) => $"{folder}/{folder}_annotations.txt";

    private void Add(string[] names, int skip)
    {
        if (names.Length > skip + 1)
        {
            folders.Add(names[skip]);
        }

        if (names.Length == skip + 2)
        {
            texts.Add($"{names[skip]}/{names[skip + 1]}");
        }
    }
}
