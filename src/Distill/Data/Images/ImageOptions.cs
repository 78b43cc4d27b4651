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
    /// header "name,label". Null, the default: the first folder below <see cref="Folder"/> is the class, and images
    /// outside any such folder have no label.
    /// </summary>
    public string? Manifest { get; init; }

    /// <summary>
    /// A file at the root with lines "class TAB words", whose first word or phrase becomes the class's name, when there
    /// is such a file. Default "words.txt".
    /// </summary>
    public string Words { get; init; } = "words.txt";

    /// <summary>
    /// The part whose class folders fix the classes and their order, for example "train" when reading the test images.
    /// Null, the default: the classes that occur, in ordinal order.
    /// </summary>
    public string? ClassesFrom { get; init; }

    /// <summary>The size to scale every image to; null, the default, demands that all have one size.</summary>
    public ImageSize? Resize { get; init; }

    /// <summary>Grey or RGB. Default <see cref="ImageColor.Auto"/>.</summary>
    public ImageColor Color { get; init; }

    /// <summary>
    /// Which folder of an image's path below <see cref="Folder"/> is its class, from 1, the default, for the first; 2 where
    /// folders of classes lie in folders of kinds. Refused together with a <see cref="Manifest"/>.
    /// </summary>
    public int ClassDepth { get; init; } = 1;

    /// <summary>How images of another shape come to <see cref="Resize"/>. Default <see cref="ImageFit.Stretch"/>.</summary>
    public ImageFit Fit { get; init; }

    /// <summary>What transparency is laid over and what <see cref="ImageFit.Pad"/> fills with: "black", the default, "white", or "#rrggbb".</summary>
    public string Background { get; init; } = "black";

    /// <summary>Whether damaged images are left out; false, the default, refuses them, all in one message.</summary>
    public bool SkipDamaged { get; init; }

    /// <summary>
    /// The encoding of an archive's names that are not UTF-8, for example "cp949", "shift_jis" or "gbk". Null, the default: what
    /// their bytes tell; where they do not tell it, the archive is refused.
    /// </summary>
    public string? ArchiveNames { get; init; }
}
