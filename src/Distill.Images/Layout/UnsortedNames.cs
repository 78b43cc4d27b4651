using System.Text.RegularExpressions;
using Distill.Runs;

namespace Distill.Images;

/// <summary>Images whose classes are in their names, such as cat.0.jpg and dog.0.jpg in one folder: nothing reads them from there.</summary>
internal static partial class UnsortedNames
{
    private const int MostClasses = 1000;

    // What cameras and programs call images; such names say nothing of what is on them.
    private static readonly string[] OfCameras =
        ["img", "image", "images", "dsc", "dscn", "dscf", "pic", "photo", "picture", "pxl", "gopr", "sam", "frame", "screenshot", "scan", "train", "test", "val", "file", "wp", "mvi", "vid", "sample"];

    /// <summary>Refuses a part without labels whose names begin with several words that many share.</summary>
    /// <exception cref="DistillException">Says how to sort them.</exception>
    public static void Refuse(LabelledPart part, string where)
    {
        if (part.IsLabelled || part.IsOfList)
        {
            return;
        }

        var words = part.Images.Select(image => Numbered().Match(image.Parts[^1])).ToList();
        var classes = words.CountBy(match => match.Groups[1].Value.ToLowerInvariant()).ToList();
        if (words.TrueForAll(match => match.Success) && classes.Count is > 1 and <= MostClasses && classes.TrueForAll(one => one.Value > 1 && !OfCameras.Contains(one.Key)))
        {
            throw new DistillException(
                $"{where}: the images in '{part.Title}' have no labels, but names that begin with {string.Join(", ", classes.Take(3).Select(one => $"'{one.Key}' ({one.Value})"))}" +
                $"{(classes.Count > 3 ? ", …" : "")}. Classes are not read from names: move the images into a folder for each class, or put a CSV file of name,label beside them; a list with empty labels says that they have none.");
        }
    }

    [GeneratedRegex(@"^(\p{L}+)[ ._-]*\(?\p{Nd}+\)?\.\w+$")]
    private static partial Regex Numbered();
}
