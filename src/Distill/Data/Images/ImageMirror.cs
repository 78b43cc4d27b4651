namespace Distill.Data;

/// <summary>Mirrors an image left to right.</summary>
internal static class ImageMirror
{
    /// <summary>Mirrors all channels in place.</summary>
    /// <param name="image">channels × height × width.</param>
    /// <param name="shape">The image's shape.</param>
    public static void Apply(Span<byte> image, ExampleShape shape)
    {
        for (var row = 0; row < image.Length; row += shape.Width)
        {
            image.Slice(row, shape.Width).Reverse();
        }
    }
}
