namespace Distill.Data;

/// <summary>The size of an image in pixels.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
public readonly record struct ImageSize(int Width, int Height)
{
    /// <summary>For example "32×24", width first.</summary>
    public override string ToString() => $"{Width}×{Height}";
}
