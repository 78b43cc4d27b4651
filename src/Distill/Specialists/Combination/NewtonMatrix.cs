using System.Numerics.Tensors;

namespace Distill.Specialists;

/// <summary>
/// A symmetric positive definite matrix of few rows, and Cholesky's solution. Rows and columns are scaled to a diagonal of
/// ones first, since unknowns differ by many powers of ten. Only the lower half is filled and read.
/// </summary>
internal sealed class NewtonMatrix(int capacity)
{
    private const double Endless = 1e128;

    private readonly double[] cells = new double[capacity * capacity];
    private readonly double[] scales = new double[capacity];

    public int Capacity => capacity;

    /// <summary>All zeros, of a number of rows.</summary>
    public void Clear(int rows) => cells.AsSpan(0, rows * capacity).Clear();

    /// <summary>Adds to a cell; of the two cells of a pair it is the one in the lower half.</summary>
    public void Add(int row, int column, double value) => cells[(Math.Max(row, column) * capacity) + Math.Min(row, column)] += value;

    /// <summary>Takes an unknown out, so that its solution is its right side: a one on the diagonal, else zeros.</summary>
    public void Fix(int rows, int number)
    {
        for (var other = 0; other < rows; other++)
        {
            cells[(Math.Max(number, other) * capacity) + Math.Min(number, other)] = number == other ? 1 : 0;
        }
    }

    /// <summary>Solves for a right side; the matrix is gone afterwards.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="right">The right side.</param>
    /// <param name="solution">Receives the solution.</param>
    /// <param name="dependent">An unknown of which less than this share is its own stays 0; 0 takes none out.</param>
    /// <returns>False where the matrix is not positive definite to the last bits, or not of numbers.</returns>
    public bool Solve(int rows, ReadOnlySpan<double> right, Span<double> solution, double dependent = 0)
    {
        for (var row = 0; row < rows; row++)
        {
            scales[row] = 1 / Math.Sqrt(cells[(row * capacity) + row]);
            solution[row] = right[row] * scales[row];
        }

        for (var row = 0; row < rows; row++)
        {
            var above = cells.AsSpan(row * capacity, row + 1);
            for (var column = 0; column < row; column++)
            {
                var before = cells.AsSpan(column * capacity, column + 1);
                above[column] = ((above[column] * scales[row] * scales[column]) - TensorPrimitives.Dot<double>(above[..column], before[..column])) / before[column];
            }

            var pivot = (above[row] * scales[row] * scales[row]) - TensorPrimitives.SumOfSquares<double>(above[..row]);
            if (pivot <= dependent && dependent > 0)
            {
                pivot = Endless;
            }

            if (!(pivot > 0) || !double.IsFinite(pivot))
            {
                return false;
            }

            above[row] = Math.Sqrt(pivot);
            solution[row] = (solution[row] - TensorPrimitives.Dot<double>(above[..row], solution[..row])) / above[row];
        }

        for (var row = rows - 1; row >= 0; row--)
        {
            var above = cells.AsSpan(row * capacity, row + 1);
            solution[row] /= above[row];
            for (var column = 0; column < row; column++)
            {
                solution[column] -= above[column] * solution[row];
            }
        }

        for (var row = 0; row < rows; row++)
        {
            solution[row] *= scales[row];
        }

        return true;
    }
}
