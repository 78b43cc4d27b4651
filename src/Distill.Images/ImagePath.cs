namespace Distill.Images;

/// <summary>Tells images from other files by their names.</summary>
internal static class ImagePath
{
    public static bool IsImage(string name) =>
        name.EndsWith(".png", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".jpg", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".jpeg", StringComparison.OrdinalIgnoreCase);
}
