namespace Distill;

/// <summary>How a source keeps one number of an example.</summary>
public enum ElementType
{
    /// <summary>An unsigned byte, 0 to 255.</summary>
    Pixel,

    /// <summary>A 32-bit float.</summary>
    Real,

    /// <summary>A byte of a text in UTF-8; zeros follow the text's last byte.</summary>
    Text,
}
