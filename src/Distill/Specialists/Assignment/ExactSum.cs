using System.Numerics;

namespace Distill.Specialists;

/// <summary>
/// Sums of numbers from −1 to 1 as whole numbers of a fixed step, in 64 bits. Each number is rounded to the step once, and adding is exact: sums are
/// the same bits in whatever order and in however many parts they are added, which floating-point numbers do not give.
/// </summary>
internal readonly struct ExactSum
{
    // Of 64 bits, one is the sign's, and one is left over.
    private const int Room = 62;

    // 1.5·2⁵²: a number added to it is rounded to whole ones, which are then the lowest bits.
    private const double Rounder = 6755399441055744;
    private const int MostBits = 50;

    private static readonly long RounderBits = BitConverter.DoubleToInt64Bits(Rounder);

    private readonly double steps;

    /// <summary>The finest step with which so many numbers cannot overflow.</summary>
    public ExactSum(int numbers)
    {
        var bits = Room - (32 - BitOperations.LeadingZeroCount((uint)numbers));
        steps = Math.ScaleB(1, Math.Min(MostBits, bits));
    }

    /// <summary>How many steps a number has, −1 to 1, to the nearest.</summary>
    public long Of(double number) => BitConverter.DoubleToInt64Bits((number * steps) + Rounder) - RounderBits;

    /// <summary>The number that so many steps are.</summary>
    public double Back(long sum) => sum / steps;
}
