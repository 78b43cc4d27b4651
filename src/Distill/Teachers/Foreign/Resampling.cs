using static TorchSharp.torch;

namespace Distill.Teachers.Foreign;

/// <summary>
/// Bilinear scaling as Pillow and torchvision's antialiasing do it: each new pixel is the mean of the old ones around
/// its centre, weighted by a triangle that reaches as far as the coarser of the two grids. Computed in float32; Pillow
/// rounds to whole bytes.
/// </summary>
internal static class Resampling
{
    /// <summary>Scales [batch, channels, height, width] float32; the caller disposes the result.</summary>
    public static Tensor Apply(Tensor images, int height, int width)
    {
        using var rows = Weights((int)images.shape[2], height);
        using var columns = Weights((int)images.shape[3], width);
        using var across = columns.t();
        // The smaller intermediate first.
        if (height * images.shape[3] <= images.shape[2] * width)
        {
            using var low = rows.matmul(images);
            return low.matmul(across);
        }

        using var narrow = images.matmul(across);
        return rows.matmul(narrow);
    }

    /// <summary>[to, from]; each row sums to one.</summary>
    internal static Tensor Weights(int from, int to)
    {
        var weights = new float[to, from];
        var scale = (double)from / to;
        var reach = Math.Max(scale, 1);
        for (var i = 0; i < to; i++)
        {
            var centre = (i + 0.5) * scale;
            var (first, last) = ((int)Math.Max(0, Math.Floor(centre - reach)), (int)Math.Min(from - 1, Math.Ceiling(centre + reach)));
            double sum = 0;
            for (var j = first; j <= last; j++)
            {
                sum += Triangle((j + 0.5 - centre) / reach);
            }

            for (var j = first; j <= last; j++)
            {
                weights[i, j] = (float)(Triangle((j + 0.5 - centre) / reach) / sum);
            }
        }

        return tensor(weights);
    }

    private static double Triangle(double distance) => Math.Max(0, 1 - Math.Abs(distance));
}
