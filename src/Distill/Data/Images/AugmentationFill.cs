namespace Distill.Data;

/// <summary>What appears where a moved image leaves its frame empty.</summary>
public enum AugmentationFill
{
    /// <summary>Pixels of value 0.</summary>
    Zero,

    /// <summary>The nearest pixel of the image.</summary>
    Edge,
}
