namespace Distill.Images;

/// <summary>Whether an image is grey.</summary>
internal enum StoredInk
{
    /// <summary>It is stored grey.</summary>
    Grey,

    /// <summary>It is stored in colour.</summary>
    Color,

    /// <summary>Its pixels tell: it has a palette, or a kind without grey.</summary>
    ByPixels,
}
