namespace Distill.Onnx.Export.Layers;

/// <summary>How a convolution or a pooling walks over an image: two numbers each, for rows and columns.</summary>
internal sealed record Window(long[] Kernel, long[] Stride, long[] Padding, long[] Dilation)
{
    /// <summary>Rows and columns of the result.</summary>
    public long[] Over(long height, long width, bool roundUp = false) => [Along(0, height, roundUp), Along(1, width, roundUp)];

    private long Along(int axis, long size, bool roundUp)
    {
        var travel = size + (2 * Padding[axis]) - (Dilation[axis] * (Kernel[axis] - 1)) - 1;
        var steps = (travel + (roundUp ? Stride[axis] - 1 : 0)) / Stride[axis];
        // A last window that would begin in the padding after the image is left out.
        return roundUp && steps * Stride[axis] >= size + Padding[axis] ? steps : steps + 1;
    }
}
