namespace Distill.Data.Sets;

/// <summary>What the files of a set are.</summary>
internal enum SetFormat
{
    /// <summary>No files: images come from <c>GlyphSource</c>.</summary>
    Glyphs,

    /// <summary>Four IDX files: training images and labels, test images and labels.</summary>
    Idx,

    /// <summary>The CIFAR binary archive.</summary>
    Cifar,

    /// <summary>An archive of image files in Tiny ImageNet's layout.</summary>
    TinyImageNet,
}
