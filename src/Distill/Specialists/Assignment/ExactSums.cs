using System.Numerics;
using System.Runtime.CompilerServices;

namespace Distill.Specialists;

/// <summary>
/// Sums of numbers from −1 to 1, each as a whole number of a fixed step, in 96 bits. A number is rounded to the step once, and adding is exact: sums
/// are the same bits in whatever order and in however many parts they are added, which floating-point numbers do not give.
/// </summary>
internal sealed class ExactSums
{
    // Of the upper 64 bits, one is the sign's, and one is left over.
    private const int Room = 62;
    private const int MostBits = 50;
    private const int LowBits = 32;

    // 1.5·2⁵²: a number added to it is rounded to whole ones, which are then the lowest bits.
    private const double Rounder = 6755399441055744;
    private const double LowSteps = 1L << LowBits;

    private static readonly long RounderBits = BitConverter.DoubleToInt64Bits(Rounder);

    private readonly double steps;

    /// <summary>Begins with zeros.</summary>
    /// <param name="length">How many sums.</param>
    /// <param name="numbers">How many numbers a sum may have: the step is the finest with which so many cannot overflow.</param>
    public ExactSums(int length, int numbers)
    {
        (High, Low) = (new long[length], new uint[length]);
        steps = Math.ScaleB(1, Math.Min(MostBits, Room - (LowBits - BitOperations.LeadingZeroCount((uint)numbers))));
        Step = 1 / steps / LowSteps;
    }

    /// <summary>The upper 64 bits of each sum.</summary>
    public long[] High { get; }

    /// <summary>The lower 32 bits of each sum.</summary>
    public uint[] Low { get; }

    /// <summary>The step.</summary>
    public double Step { get; }

    /// <summary>A sum.</summary>
    public double this[int index] => ((High[index] * LowSteps) + Low[index]) * Step;

    /// <summary>Adds a number to a sum.</summary>
    /// <param name="index">Which.</param>
    /// <param name="number">−1 to 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int index, double number)
    {
        var scaled = number * steps;
        var whole = scaled + Rounder;
        // What is left has fewer than 53 bits, so nothing is lost here.
        var rest = ((scaled - (whole - Rounder)) * LowSteps) + Rounder;
        Add(index, BitConverter.DoubleToInt64Bits(whole) - RounderBits, BitConverter.DoubleToInt64Bits(rest) - RounderBits);
    }

    /// <summary>Adds other sums, each to its own.</summary>
    /// <param name="first">The first that is added to.</param>
    /// <param name="high">Their upper bits.</param>
    /// <param name="low">Their lower bits.</param>
    public void Add(int first, ReadOnlySpan<long> high, ReadOnlySpan<uint> low)
    {
        for (var i = 0; i < high.Length; i++)
        {
            Add(first + i, high[i], low[i]);
        }
    }

    /// <summary>Whether a sum is so many times a number of whole steps.</summary>
    public bool IsMultiple(int index, long times) => (((Int128)High[index] << LowBits) + Low[index]) % times == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(int index, long high, long low)
    {
        var sum = Low[index] + low;
        Low[index] = (uint)sum;
        High[index] += high + (sum >> LowBits);
    }
}
