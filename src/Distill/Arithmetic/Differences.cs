using static TorchSharp.torch;

namespace Distill.Arithmetic;

/// <summary>How far numbers are from the right ones. Where the right ones are not finite there is nothing to compare, and the answer is 0.</summary>
internal static class Differences
{
    // Below this share of what goes into a layer, what comes out is the rest of a cancellation.
    private const double Cancelled = 1e-3;

    /// <summary>The largest difference as a share of the largest right number; infinite where a number found is not finite.</summary>
    /// <param name="found">Float64.</param>
    /// <param name="right">Float64, of the same shape.</param>
    /// <param name="scale">The largest number that went into the layer.</param>
    public static double Largest(Tensor found, Tensor right, double scale) =>
        IsFinite(right) ? Ratio(LargestNumber(found.sub(right)), Math.Max(LargestNumber(right), Cancelled * scale)) : 0;

    /// <summary>The Euclidean norm of the difference as a share of that of the right numbers; infinite where a number found is not finite.</summary>
    public static double OfNorm(Tensor found, Tensor right) => IsFinite(right) ? Ratio(Norm(found.sub(right)), Norm(right)) : 0;

    /// <summary>The largest absolute value; NaN where one is NaN.</summary>
    public static double LargestNumber(Tensor values) =>
        values.numel() == 0 ? 0 : values.abs().max().to(ScalarType.Float64).item<double>();

    private static double Ratio(double difference, double size) =>
        double.IsNaN(difference) ? double.PositiveInfinity : difference == 0 ? 0 : difference / size;

    private static bool IsFinite(Tensor values) => double.IsFinite(LargestNumber(values));

    private static double Norm(Tensor values) => values.norm().item<double>();
}
