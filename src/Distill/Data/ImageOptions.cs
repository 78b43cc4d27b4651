namespace Distill.Data;

/// <summary>Which images of a folder or archive make a set, where their labels are, and how to decode them.</summary>
public sealed record ImageOptions
{
    /// <summary>
    /// The part to read, below the root or below its one top folder, for example "train"; empty, the default, for all.
    /// </summary>
    public string Folder { get; init; } = "";

    /// <summary>
    /// A file within <see cref="Folder"/> that names a class for each image: "name TAB class …" lines, or a CSV with a
    /// header "name,label". Null, the default: the first folder below <see cref="Folder"/> is the class.
    /// </summary>
    public string? Manifest { get; init; }

    /// <summary>
    /// A file at the root with lines "class TAB words", whose first word or phrase becomes the class's name, when there
    /// is such a file. Default "words.txt".
    /// </summary>
    public string Words { get; init; } = "words.txt";

    /// <summary>
    /// The classes (as folders or the manifest name them) in their order, when another part has fixed them, for example
    /// the training set. Null, the default, takes those that occur, in ordinal order.
    /// </summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The size to scale every image to; null, the default, demands that all have one size.</summary>
    public ImageSize? Resize { get; init; }

    /// <summary>Grey or RGB. Default <see cref="ImageColor.Auto"/>.</summary>
    public ImageColor Color { get; init; }
}
