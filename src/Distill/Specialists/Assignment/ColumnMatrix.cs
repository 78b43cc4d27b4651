using System.Numerics.Tensors;

namespace Distill.Specialists;

/// <summary>Vectors of one length beside each other, with their squared lengths.</summary>
internal sealed class ColumnMatrix
{
    private readonly float[] values;
    private readonly float[] squares;

    public ColumnMatrix(float[] values, int length)
    {
        (this.values, Length) = (values, length);
        squares = new float[values.Length / length];
        for (var number = 0; number < squares.Length; number++)
        {
            Measure(number);
        }
    }

    /// <summary>How many vectors.</summary>
    public int Count => squares.Length;

    /// <summary>How many numbers each.</summary>
    public int Length { get; }

    /// <summary>One vector; call <see cref="Measure"/> after writing to it.</summary>
    public Span<float> this[int number] => values.AsSpan(number * Length, Length);

    /// <summary>Takes a vector's squared length anew.</summary>
    public void Measure(int number) => squares[number] = TensorPrimitives.SumOfSquares<float>(this[number]);

    /// <summary>The squared distance to a vector of another matrix; never below 0.</summary>
    public float Distance(int number, ColumnMatrix other, int otherNumber) => Math.Max(
        0, squares[number] + other.squares[otherNumber] - (2 * TensorPrimitives.Dot<float>(this[number], other[otherNumber])));

    /// <summary>What it adds to the sum of squared distances from the mean to make one cluster of two, of which these vectors are the means.</summary>
    public double JoinCost(int number, int size, ColumnMatrix other, int otherNumber, int otherSize) =>
        (double)size * otherSize / (size + otherSize) * Distance(number, other, otherNumber);
}
