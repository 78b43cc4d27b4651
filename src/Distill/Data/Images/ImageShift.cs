namespace Distill.Data;

/// <summary>Moves an image within its frame.</summary>
internal static class ImageShift
{
    /// <summary>Moves all channels in place; what leaves the frame is lost.</summary>
    /// <param name="image">channels × height × width.</param>
    /// <param name="shape">The image's shape; it is larger than the move.</param>
    /// <param name="down">Pixels down, or up if negative.</param>
    /// <param name="right">Pixels to the right, or to the left if negative.</param>
    /// <param name="fill">What appears where the image was.</param>
    public static void Apply(Span<byte> image, ExampleShape shape, int down, int right, AugmentationFill fill)
    {
        if (down == 0 && right == 0)
        {
            return;
        }

        // One overlapping copy moves all rows of all channels; what runs over from a neighbouring row or channel lands
        // exactly in the margins, which are filled next.
        var offset = (down * shape.Width) + right;
        if (offset >= 0)
        {
            image[..^offset].CopyTo(image[offset..]);
        }
        else
        {
            image[-offset..].CopyTo(image);
        }

        var plane = shape.Height * shape.Width;
        for (var start = 0; start < image.Length; start += plane)
        {
            FillMargins(image.Slice(start, plane), shape, down, right, fill);
        }
    }

    private static void FillMargins(Span<byte> plane, ExampleShape shape, int down, int right, AugmentationFill fill)
    {
        var width = shape.Width;
        var top = Math.Max(down, 0);
        var bottom = shape.Height + Math.Min(down, 0);
        var inside = plane[(top * width)..(bottom * width)];
        if (right != 0)
        {
            for (var row = 0; row < inside.Length; row += width)
            {
                if (right > 0)
                {
                    inside.Slice(row, right).Fill(Margin(inside[row + right], fill));
                }
                else
                {
                    inside.Slice(row + width + right, -right).Fill(Margin(inside[row + width + right - 1], fill));
                }
            }
        }

        if (fill == AugmentationFill.Zero)
        {
            plane[..(top * width)].Clear();
            plane[(bottom * width)..].Clear();
            return;
        }

        for (var row = 0; row < shape.Height; row++)
        {
            if (row < top)
            {
                inside[..width].CopyTo(plane.Slice(row * width, width));
            }
            else if (row >= bottom)
            {
                inside[^width..].CopyTo(plane.Slice(row * width, width));
            }
        }
    }

    private static byte Margin(byte nearest, AugmentationFill fill) => fill == AugmentationFill.Edge ? nearest : (byte)0;
}
