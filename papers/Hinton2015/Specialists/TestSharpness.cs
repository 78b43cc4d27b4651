using Distill.Data;

namespace Hinton2015.Specialists;

/// <summary>
/// How sharp images are: the mean squared difference of neighbouring pixels, as a share of the variance within an image. Test images that
/// another program scaled are smoothed until they are as sharp as those that nets learned from. No label is looked at.
/// </summary>
internal static class TestSharpness
{
    private const int MostImages = 2000;
    private const int Steps = 12;
    private const double MostWeight = 0.25;

    // Less is what other images of the same files differ by.
    private const double LeastWeight = 0.01;

    /// <summary>The sharpness of a view's images, of 2,000 at most.</summary>
    public static double Of(ExampleView view)
    {
        var rows = Enumerable.Range(0, Math.Min(MostImages, view.Count)).Select(number => (int)((long)number * view.Count / Math.Min(MostImages, view.Count)));
        var (height, width, pixels) = (view.Shape.Height, view.Shape.Width, new byte[view.Shape.Size]);
        var (differences, variances) = (0.0, 0.0);
        foreach (var row in rows)
        {
            view.CopyExamples(row, 1, pixels);
            for (var start = 0; start < pixels.Length; start += height * width)
            {
                var plane = pixels.AsSpan(start, height * width);
                differences += MeanDifference(plane, width);
                variances += Variance(plane);
            }
        }

        return variances == 0 ? 0 : differences / variances;
    }

    /// <summary>The weight at which <see cref="SmoothedSource"/> makes images as sharp as others; 0 where they are no sharper.</summary>
    /// <param name="images">The images that may be smoothed.</param>
    /// <param name="like">The others.</param>
    public static double Weight(ExampleView images, ExampleView like)
    {
        var (low, high, wanted) = (0.0, MostWeight, Of(like));
        for (var step = 0; step < Steps; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = Of(Smoothed(images, middle)) > wanted ? (middle, high) : (low, middle);
        }

        return Math.Round(high, 3) is var weight && weight < LeastWeight ? 0 : weight;
    }

    /// <summary>The view with its images smoothed.</summary>
    public static ExampleView Smoothed(ExampleView view, double weight) => weight == 0 ? view : new ExampleView(new SmoothedSource(view.Source, weight))
        .Subset([.. Enumerable.Range(0, view.Count).Select(position => (int)view.Row(position))], FormattableString.Invariant($"{view.Name}, smoothed by {weight}"));

    private static double MeanDifference(ReadOnlySpan<byte> plane, int width)
    {
        var (sum, pairs) = (0L, 0);
        for (var i = 0; i < plane.Length; i++)
        {
            if (i % width > 0)
            {
                (sum, pairs) = (sum + Squared(plane[i] - plane[i - 1]), pairs + 1);
            }

            if (i >= width)
            {
                (sum, pairs) = (sum + Squared(plane[i] - plane[i - width]), pairs + 1);
            }
        }

        return pairs == 0 ? 0 : (double)sum / pairs;
    }

    private static double Variance(ReadOnlySpan<byte> plane)
    {
        var (sum, squares) = (0L, 0L);
        foreach (var pixel in plane)
        {
            (sum, squares) = (sum + pixel, squares + Squared(pixel));
        }

        var mean = (double)sum / plane.Length;
        return ((double)squares / plane.Length) - (mean * mean);
    }

    private static long Squared(int value) => (long)value * value;
}
