using TorchSharp;
using static TorchSharp.torch;

namespace Distill;

/// <summary>
/// Arithmetic of floating-point tensors with numbers. TorchSharp makes a <see cref="Scalar"/> of a number, hands libtorch
/// its bare handle and forgets it, so that a collection may free the scalar while libtorch still reads it. Here each scalar
/// lives until libtorch has answered. Nouns make a new tensor, which the caller disposes; verbs work in place.
/// </summary>
internal static class TensorArithmetic
{
    // What TorchSharp itself makes for a sum without a factor.
    private static readonly Scalar One = 1;

    /// <summary>Each number plus a number.</summary>
    public static Tensor Plus(this Tensor tensor, double number)
    {
        using Scalar added = number;
        return tensor.add(added, One);
    }

    /// <summary>The sum of two tensors.</summary>
    public static Tensor Plus(this Tensor tensor, Tensor other) => tensor.add(other, One);

    /// <summary>The sum of a tensor and a multiple of another.</summary>
    public static Tensor Plus(this Tensor tensor, Tensor other, double factor)
    {
        using Scalar alpha = factor;
        return tensor.add(other, alpha);
    }

    /// <summary>Each number less a number.</summary>
    public static Tensor Minus(this Tensor tensor, double number)
    {
        using Scalar taken = number;
        return tensor.sub(taken);
    }

    /// <summary>Each number times a number.</summary>
    public static Tensor Times(this Tensor tensor, double factor)
    {
        using Scalar held = factor;
        return tensor.mul(held);
    }

    /// <summary>Each number divided by a number.</summary>
    public static Tensor DividedBy(this Tensor tensor, double divisor)
    {
        using Scalar held = divisor;
        return tensor.div(held);
    }

    /// <summary>
    /// A number of a tensor's type, where that is. A tensor of one number and a number of C# make one in double precision on a device
    /// that is lazy.
    /// </summary>
    public static Tensor Alike(this Tensor tensor, double number) => Filled([], number, tensor.dtype, tensor.device);

    /// <summary>A tensor of one number, times a factor.</summary>
    public static Tensor Weighted(this Tensor single, double factor)
    {
        using var held = single.Alike(factor);
        return single.mul(held);
    }

    /// <summary>Each number, or the bound that it lies beyond.</summary>
    public static Tensor Within(this Tensor tensor, double least, double most)
    {
        using Scalar lower = least;
        using Scalar upper = most;
        return tensor.clamp(lower, upper);
    }

    /// <summary>Each number, or <paramref name="least"/> where that is more.</summary>
    public static Tensor NoLessThan(this Tensor tensor, double least)
    {
        using Scalar lower = least;
        return tensor.clamp_min(lower);
    }

    /// <summary>Whether each number is at least <paramref name="number"/>, as booleans.</summary>
    public static Tensor IsAtLeast(this Tensor tensor, double number)
    {
        using Scalar compared = number;
        return tensor.ge(compared);
    }

    /// <summary>Whether each number is at most <paramref name="number"/>, as booleans.</summary>
    public static Tensor IsAtMost(this Tensor tensor, double number)
    {
        using Scalar compared = number;
        return tensor.le(compared);
    }

    /// <summary>Adds a number to each.</summary>
    public static Tensor Add(this Tensor tensor, double number)
    {
        using Scalar added = number;
        return tensor.add_(added, One);
    }

    /// <summary>Adds another tensor.</summary>
    public static Tensor Add(this Tensor tensor, Tensor other) => tensor.add_(other, One);

    /// <summary>Adds 1 to each; the tensor may be of any type.</summary>
    public static Tensor Increment(this Tensor tensor) => tensor.add_(One, One);

    /// <summary>Takes a number from each.</summary>
    public static Tensor Subtract(this Tensor tensor, double number)
    {
        using Scalar taken = number;
        return tensor.sub_(taken);
    }

    /// <summary>Multiplies each number.</summary>
    public static Tensor MultiplyBy(this Tensor tensor, double factor)
    {
        using Scalar held = factor;
        return tensor.mul_(held);
    }

    /// <summary>Divides each number.</summary>
    public static Tensor DivideBy(this Tensor tensor, double divisor)
    {
        using Scalar held = divisor;
        return tensor.div_(held);
    }

    /// <summary>Replaces numbers that lie beyond a bound by it.</summary>
    public static Tensor HoldWithin(this Tensor tensor, double least, double most)
    {
        using Scalar lower = least;
        using Scalar upper = most;
        return tensor.clamp_(lower, upper);
    }

    /// <summary>A tensor of one number.</summary>
    public static Tensor Filled(long[] shape, double number, ScalarType type, Device? device = null)
    {
        using Scalar value = number;
        return full(shape, value, dtype: type, device: device);
    }

    /// <summary>0 to <paramref name="count"/> − 1, int64.</summary>
    public static Tensor Counted(long count, Device? device = null)
    {
        using Scalar start = 0L;
        using Scalar stop = count;
        return arange(start, stop, One, ScalarType.Int64, device);
    }
}
